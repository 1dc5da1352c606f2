/* What lies around a task, as tabs: one part at a time, the part in the address first, the drawing only when it is asked
   for. Without this file the parts stand one after another under their headings. */
"use strict";
(function () {
  function tabs(box) {
    var list = box.querySelector(".tabs"), links = Array.prototype.slice.call(list.querySelectorAll("a"));
    var panels = links.map(function (link) { return document.getElementById(link.hash.slice(1)); });

    function show(at, focus) {
      links.forEach(function (link, n) {
        link.setAttribute("aria-selected", String(n === at));
        link.tabIndex = n === at ? 0 : -1;
        panels[n].hidden = n !== at;
      });
      if (focus) { links[at].focus(); }
      draw(panels[at]);
    }
    /* The part that the address names, or in which something that it names stands. */
    function named() {
      var there = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1));
      return there ? panels.findIndex(function (panel) { return panel.contains(there); }) : -1;
    }
    function first() {
      var wrong = panels.findIndex(function (panel) { return panel.querySelector(".wrong"); });
      var said = panels.findIndex(function (panel) { return panel.querySelector(".said-by"); });
      return Math.max(named() >= 0 ? named() : wrong >= 0 ? wrong : said, 0);
    }

    list.setAttribute("role", "tablist");
    links.forEach(function (link, n) {
      link.id = "tab-" + panels[n].id;
      link.setAttribute("role", "tab");
      link.setAttribute("aria-controls", panels[n].id);
      panels[n].setAttribute("role", "tabpanel");
      panels[n].setAttribute("aria-labelledby", link.id);
      panels[n].tabIndex = 0;
      link.addEventListener("click", function (event) {
        if (event.ctrlKey || event.metaKey || event.shiftKey) { return; }
        event.preventDefault();
        show(n);
        window.history.replaceState(null, "", link.hash);
      });
    });
    list.addEventListener("keydown", function (event) {
      var at = links.indexOf(event.target), to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
      if (at < 0 || to === undefined || event.ctrlKey || event.altKey || event.metaKey) { return; }
      event.preventDefault();
      show((to + links.length) % links.length, true);
      window.history.replaceState(null, "", links[(to + links.length) % links.length].hash);
    });
    window.addEventListener("hashchange", function () {
      if (named() < 0) { return; }
      show(named());
      document.getElementById(window.location.hash.slice(1)).scrollIntoView();
    });
    box.classList.add("on");
    show(first());
    if (named() >= 0) {
      var there = document.getElementById(window.location.hash.slice(1));
      there.scrollIntoView();
      if (there.matches("textarea, input")) { there.focus(); }
    }
  }

  /* The page of the drawing has its own styles: what comes from it lives apart from this one's. */
  function draw(panel) {
    if (!panel.dataset.drawing || panel.dataset.drawn) { return; }
    panel.dataset.drawn = "1";
    var said = panel.querySelector("[role=status]"), words = said.textContent;
    said.textContent = panel.dataset.waiting;
    window.fetch(panel.dataset.drawing, { credentials: "same-origin" }).then(function (reply) {
      if (!reply.ok) { throw new Error(String(reply.status)); }
      return reply.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html"), pictures = page.querySelectorAll(".picture");
      if (!pictures.length) { throw new Error("no picture"); }
      var root = panel.appendChild(document.createElement("div")).attachShadow({ mode: "open" });
      Array.prototype.forEach.call(page.querySelectorAll("link[rel=stylesheet]"), function (link) { root.appendChild(document.importNode(link, true)); });
      Array.prototype.forEach.call(pictures, function (picture) { root.appendChild(document.importNode(picture, true)); });
      said.textContent = words;
    }).catch(function () {
      said.textContent = panel.dataset.refused;
      delete panel.dataset.drawn;
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll(".around"), tabs);
  });
})();
