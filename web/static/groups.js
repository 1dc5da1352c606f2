/* The groups of the list fold: a press on the head, or Enter on its sign. Which stay folded is kept on this machine. */
"use strict";
(function () {
  var KEY = "kheo:groups";

  function folded() {
    try { return JSON.parse(window.localStorage.getItem(KEY) || "[]"); } catch (error) { return []; }
  }
  function keep(groups) {
    try { window.localStorage.setItem(KEY, JSON.stringify(groups.slice(-50))); } catch (error) { return; }
  }

  function fold(head, shut) {
    var sign = head.querySelector("button"), row = head.nextElementSibling;
    sign.setAttribute("aria-expanded", String(!shut));
    sign.firstChild.textContent = shut ? "▸" : "▾";
    while (row && !row.classList.contains("head-row")) {
      if (row.classList.contains("row")) { row.hidden = shut; }
      row = row.nextElementSibling;
    }
  }

  function sign(head) {
    var made = document.createElement("button"), drawn = document.createElement("span"), title = head.querySelector("h2");
    made.type = "button";
    made.className = "linkb";
    made.setAttribute("aria-label", title.firstChild.textContent.trim());
    drawn.setAttribute("aria-hidden", "true");
    made.appendChild(drawn);
    title.insertBefore(made, title.firstChild);
  }

  function show() {
    var shut = folded();
    document.querySelectorAll(".rows .head-row[data-group]").forEach(function (head) {
      if (!head.querySelector("button")) { sign(head); }
      fold(head, shut.indexOf(head.dataset.group) >= 0);
    });
  }

  document.addEventListener("click", function (event) {
    var head = event.target.closest && event.target.closest(".rows .head-row[data-group]");
    if (!head) { return; }
    var group = head.dataset.group, others = folded().filter(function (one) { return one !== group; });
    keep(head.querySelector("button").getAttribute("aria-expanded") === "true" ? others.concat(group) : others);
    show();
  });
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("DOMContentLoaded", show);
})();
