/* The menu of a task: what it names further down gets the cursor; the page is printed. Without this file its links lead
   to their places, which open there. */
"use strict";
(function () {
  function reached() {
    var fold = window.location.hash.length > 1 && document.getElementById(window.location.hash.slice(1)), first;
    if (!fold || !fold.matches(".fold")) { return; }
    first = fold.querySelector("select, textarea, input:not([type=hidden]), button");
    fold.scrollIntoView({ block: "center" });
    if (first) { first.focus({ preventScroll: true }); }
  }
  function shut(menu, focus) {
    menu.open = false;
    if (focus) { menu.querySelector("summary").focus(); }
  }

  document.addEventListener("click", function (event) {
    var chosen = event.target.closest && event.target.closest(".rest-acts a, .rest-acts button");
    if (!chosen) { return; }
    shut(chosen.closest("details"));
    if (chosen.hasAttribute("data-print")) { window.print(); }
    else if (chosen.hash === window.location.hash) { reached(); }
  });
  document.addEventListener("keydown", function (event) {
    var menu = document.querySelector(".rest-acts[open]");
    if (menu && event.key === "Escape") { event.preventDefault(); shut(menu, true); }
  });
  window.addEventListener("hashchange", reached);
  window.addEventListener("load", reached);  /* A browser goes to the place in the address until then. */
  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("[data-print]"), function (button) { button.hidden = false; });
    if (window.location.hash === "#in") { window.print(); }
  });
})();
