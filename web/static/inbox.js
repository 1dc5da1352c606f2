/* The inbox on a wide screen: a task opens in the pane beside the list. Without this file its link opens the page. */
"use strict";
(function () {
  var WIDE = window.matchMedia("(min-width: 800px)"), byKey = false;

  function rows() { return Array.prototype.slice.call(document.querySelectorAll(".row > a")); }

  /* The row of the task that stands in the pane, also after a search has drawn the rows anew. */
  function mark(id) {
    rows().forEach(function (link) {
      var here = link.parentNode.id === "v" + id;
      link.parentNode.classList.toggle("open", here);
      if (here) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
    });
  }

  function shown() {
    var bar = document.querySelector("#ct [data-task]");
    return bar ? bar.dataset.task : "";
  }

  function open(link) {
    mark(link.parentNode.id.slice(1));
    link.scrollIntoView({ block: "nearest" });
    window.htmx.ajax("GET", link.href, { target: "#ct", swap: "innerHTML" });
  }

  function walk(by) {
    var links = rows(), at = links.findIndex(function (link) { return link.parentNode.classList.contains("open"); });
    var next = links[at + by];
    if (next) { open(next); next.focus({ preventScroll: true }); }
  }

  function alone(event) { return event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button; }

  document.addEventListener("click", function (event) {
    var near = event.target.closest ? event.target : event.target.parentNode;
    var link = near.closest(".row > a"), button = near.closest("button[data-walk]");
    if (button) { walk(Number(button.dataset.walk)); return; }
    if (!link || !window.htmx || !WIDE.matches || alone(event)) { return; }
    event.preventDefault();
    byKey = event.detail === 0;
    open(link);
  });

  /* j and k walk, / searches, Escape leads from the pane back to its row; never while somebody types. */
  document.addEventListener("keydown", function (event) {
    var row = document.querySelector(".row.open > a");
    if (event.key === "Escape" && row && event.target.closest("#ct")) { row.focus(); return; }
    if (alone(event) || event.isComposing || event.target.closest("input, textarea, select, [contenteditable]")) { return; }
    if (event.key === "/") {
      event.preventDefault();
      document.querySelector(".search input").focus();
    } else if ((event.key === "j" || event.key === "k") && window.htmx && WIDE.matches) {
      walk(event.key === "j" ? 1 : -1);
    }
  });

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id === "ct") {
      var body = event.target.querySelector(".pane-body");
      if (body) { body.scrollTop = 0; }
      if (body && byKey) { body.querySelector("h1").focus({ preventScroll: true }); }
      byKey = false;
    } else if (shown()) { mark(shown()); }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var first = rows()[0];
    if (first && !shown() && window.htmx && WIDE.matches) { open(first); }
  });
})();
