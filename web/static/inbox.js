/* The inbox on a wide screen: a task opens in the pane beside the list. Without this file its link opens the page. */
"use strict";
(function () {
  var WIDE = window.matchMedia("(min-width: 800px)");

  function pane() { return document.getElementById("ct"); }

  function open(link) {
    var row = link.closest(".row");
    Array.prototype.forEach.call(document.querySelectorAll(".row.open"), function (other) {
      other.classList.remove("open");
      other.querySelector("a").removeAttribute("aria-current");
    });
    row.classList.add("open");
    link.setAttribute("aria-current", "true");
    window.htmx.ajax("GET", link.href, { target: "#ct", swap: "innerHTML" });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest(".row > a") : null;
    if (!link || !window.htmx || !WIDE.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    open(link);
  });

  /* Previous and next in the pane's bar walk along the list. */
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button[data-walk]") : null;
    if (!button) { return; }
    var links = Array.prototype.slice.call(document.querySelectorAll(".row > a"));
    var at = links.findIndex(function (link) { return link.closest(".row").classList.contains("open"); });
    var next = links[at + Number(button.dataset.walk)];
    if (next) { next.scrollIntoView({ block: "nearest" }); open(next); }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var first = document.querySelector(".row > a");
    if (first && window.htmx && pane() && WIDE.matches) { open(first); }
  });
})();
