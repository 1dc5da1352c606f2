/* The bar under the list: how many tasks are chosen, and what can be done with them. Without this file the bar stands
   there always and the server says what fits. */
"use strict";
(function () {
  var last = null;

  function boxes() { return Array.prototype.slice.call(document.querySelectorAll('.rows input[name="chon"]')); }
  function row(box) { return box.closest(".row"); }

  /* How the task of a row can end: as most of its page do, whose line stands above them, unless the row says otherwise. */
  function acts(box) {
    var at = row(box), said = at.dataset.acts;
    while (said === undefined && at) {
      at = at.previousElementSibling;
      if (at && at.dataset.labels !== undefined) { said = at.dataset.acts; }
    }
    return (said || "").split(" ").filter(Boolean);
  }

  /* Outcome -> what it is called, of all rows that are here. */
  function labels() {
    var known = {};
    document.querySelectorAll(".rows [data-labels]").forEach(function (row) {
      row.dataset.labels.split("|").filter(Boolean).forEach(function (pair) {
        var at = pair.indexOf("=");
        known[pair.slice(0, at)] = pair.slice(at + 1);
      });
    });
    return known;
  }

  /* A button of the bar for each outcome of the chosen tasks; rows that came later may bring new ones. */
  function button(bar, act, label) {
    if (bar.querySelector('[data-act="' + act + '"]')) { return; }
    var made = document.createElement("button");
    made.className = "btn small";
    made.name = "ket_qua";
    made.value = label;
    made.dataset.act = act;
    bar.insertBefore(made, bar.querySelector('[name="tat_ca"]'));
  }

  function show() {
    var bar = document.getElementById("nhieu");
    if (!bar) { return; }
    var chosen = boxes().filter(function (box) { return box.checked; }), counts = {}, known = labels();
    chosen.forEach(function (box) {
      acts(box).forEach(function (act) { counts[act] = (counts[act] || 0) + 1; });
    });
    bar.hidden = !chosen.length;
    var said = bar.querySelector("[data-chosen]");
    said.textContent = said.dataset.one.replace("{n}", chosen.length);
    Object.keys(counts).forEach(function (act) { button(bar, act, known[act]); });
    bar.querySelectorAll("[data-act]").forEach(function (one) {
      var n = counts[one.dataset.act] || 0;
      one.hidden = !n;
      one.textContent = n && n < chosen.length ? one.value + " (" + n + ")" : one.value;
    });
    bar.querySelector("[data-none]").hidden = !chosen.length || Object.keys(counts).length > 0;
  }

  /* From the box last touched to this one. */
  function range(box) {
    var all = boxes(), from = all.indexOf(last), to = all.indexOf(box);
    if (from < 0) { return; }
    all.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (one) { one.checked = box.checked; });
  }

  function toggle(box, upTo) {
    box.checked = upTo || !box.checked;
    if (upTo) { range(box); }
    last = box;
    show();
  }

  document.addEventListener("click", function (event) {
    var box = event.target;
    if (!box.matches || !box.matches('.rows input[name="chon"]')) { return; }
    if (event.shiftKey) { range(box); }
    last = box;
    show();
  });
  document.addEventListener("kheo:pick", function (event) {
    var box = event.target.closest(".row").querySelector('input[name="chon"]');
    if (box) { toggle(box, event.detail.range); }
  });
  document.addEventListener("htmx:afterSettle", show);
  document.addEventListener("DOMContentLoaded", show);
  window.addEventListener("pageshow", show);
})();
