/* Somebody else has finished the task, or has it in hand: the page stays as it is, nothing in it can be typed any more, and what was typed
   can be copied. Pages work without this file: sending shows both versions, with one's own as a text to copy. */
"use strict";
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }

  function name(field) {
    var label = field.labels && field.labels[0];
    return field.getAttribute("aria-label") || (label ? label.textContent.trim() : field.name);
  }
  function value(field) {
    if (field.tagName === "SELECT") { return Array.prototype.map.call(field.selectedOptions, function (one) { return one.value ? one.textContent.trim() : ""; }).join(", "); }
    if (field.type === "checkbox" || field.type === "radio") { return field.checked ? "×" : ""; }
    return field.value.trim();
  }
  /* A line for everything that holds something. */
  function text(form) {
    return Array.prototype.filter.call(form.elements, function (field) {
      return /^(f\.|d\.|ghi_chu$|ly_do$)/.test(field.name) && field.type !== "hidden" && field.type !== "file" && value(field);
    }).map(function (field) { return name(field) + ": " + value(field); }).join("\n");
  }

  function copy(button, words) {
    var area = document.createElement("textarea");
    function told() { button.textContent = button.dataset.copied; }
    function plainly() {
      area.value = words;
      area.className = "vh";
      document.body.appendChild(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
      told();
    }
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(words).then(told, plainly); } else { plainly(); }
  }

  function stop(form, says, held) {
    var notice = document.getElementById("da-xong");
    if (!notice || !notice.hidden) { return; }
    each(form, "input:not([type=hidden]), textarea, select, button", function (field) {
      if (field.tagName === "TEXTAREA" || field.type === "text") { field.readOnly = true; } else { field.disabled = true; }
    });
    each(document, '[form="' + form.id + '"]', function (button) { button.disabled = true; });
    form.classList.add("over");
    notice.querySelector("h2 span").textContent = says;
    notice.querySelector("[data-done]").hidden = held;
    notice.querySelector("[data-held]").hidden = !held;
    notice.hidden = false;
    notice.focus();
  }

  document.addEventListener("DOMContentLoaded", function () { each(document, "[data-copy][hidden]", function (button) { button.hidden = false; }); });
  document.addEventListener("kheo:over", function (event) { stop(event.target, event.detail.says, event.detail.held); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-copy]");
    if (!button) { return; }
    var from = button.dataset.copy ? document.getElementById(button.dataset.copy) : null;
    copy(button, from ? from.value : text(document.querySelector("form.desk")));
  });
})();
