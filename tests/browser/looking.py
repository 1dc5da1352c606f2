"""What is looked for on a page: faults that axe knows, and what no reader should meet on a small screen."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then(found => found.violations.map(fault =>
    `${fault.id} (${fault.impact}): ${fault.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")}`))"""
CONTRAST = AXE.replace("{resultTypes", '{runOnly: ["color-contrast"], resultTypes')

GEOMETRY = r"""(touch) => {
  const found = new Set();
  const say = (what, node) => {
    const named = [node.tagName.toLowerCase(), ...node.classList].join(".");
    found.add(`${what}: ${named} “${(node.innerText || "").trim().slice(0, 30)}”`);
  };
  const shown = node => node.checkVisibility() && !node.closest(".vh, .skip, svg")
    && getComputedStyle(node).visibility !== "hidden" && node.getBoundingClientRect().width > 1;

  const held = node => {
    for (let up = node; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowX !== "visible") return up;
    }
    return null;
  };

  for (const node of document.body.querySelectorAll("*")) {
    if (![...node.childNodes].some(part => part.nodeType === 3 && part.data.trim()) || !shown(node)) continue;
    const style = getComputedStyle(node), size = parseFloat(style.fontSize), line = parseFloat(style.lineHeight);
    let outer = node;
    for (let up = held(node); up; up = held(up.parentElement)) outer = up;
    const box = outer.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) say("ngoài màn hình", node);
    if (size < 13) say(`chữ ${size} px`, node);
    const marked = /\p{L}/u.test(node.textContent) && !node.closest(".wm");
    if (marked && line / size < 1.29) say(`dòng ${line}/${size}`, node);
    const cuts = ["hidden", "clip"].includes(style.overflowX) && style.textOverflow !== "ellipsis"
      && style.webkitLineClamp === "none";
    if (cuts && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)) {
      say("chữ bị cắt", node);
    }
  }

  for (const node of document.querySelectorAll("label, summary, .btn")) {
    if (shown(node) && node.scrollHeight > node.offsetHeight + 3) say("chữ tràn", node);
  }
  const beside = [...document.querySelectorAll(".top > a, .top .me > *")].filter(shown).map(node =>
    [node.getBoundingClientRect(), node]).sort((a, b) => a[0].left - b[0].left);
  beside.slice(1).forEach(([box, node], n) => { if (box.left < beside[n][0].right - 1) say("chồng lên nhau", node); });

  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) say(`rộng ${wide} trên ${innerWidth}`, document.body);

  const inSentence = node => node.matches("a:not(.btn, .iconb), .linkb") && getComputedStyle(node).display === "inline"
    && [...node.parentElement.childNodes].some(part => part !== node && part.textContent.trim().length > 1);
  const targets = touch ? "a[href], button, input:not([type=hidden]), select, textarea, summary" : "nothing";
  for (const node of document.querySelectorAll(targets)) {
    if (!shown(node) || node.disabled || inSentence(node)) continue;
    const hit = node.matches("[type=checkbox], [type=radio], [type=file]") ? node.closest("label") || node : node;
    const box = hit.getBoundingClientRect();
    if (box.height < 43.5 || box.width < 24) say(`đích ${Math.round(box.width)}×${Math.round(box.height)}`, hit);
  }
  return [...found];
}"""


def faults(page: Page, scheme: str) -> list[str]:
    """What axe finds in the theme that is shown, then in the other one, where only colours differ."""
    page.evaluate(AXE_SCRIPT)
    found = list(page.evaluate(AXE))
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    other = [f"giao diện kia: {line}" for line in page.evaluate(CONTRAST)]
    page.emulate_media(color_scheme=scheme)
    return found + other


def misfits(page: Page, widths: tuple[int, ...], height: int) -> list[str]:
    """What does not fit at these widths: sideways scroll, cut or tiny text, targets too small for a finger."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": height})
        found += [f"{width}: {line}" for line in page.evaluate(GEOMETRY, width < 800)]
    return found
