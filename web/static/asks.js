/* What a return asks to be changed: lines appear as they are needed, places tick themselves off when the draft is saved.
   Pages work without this file. */
"use strict";
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }
  function turn(holder, name) {
    var use = holder && holder.querySelector("svg.i use");
    if (use) { use.setAttribute("href", use.getAttribute("href").split("#")[0] + "#" + name); }
  }

  function tick(state) {
    Object.keys(state.asked || {}).forEach(function (place) {
      var done = state.asked[place];
      each(document, '[data-asked="' + place + '"]', function (line) {
        line.classList.toggle("fixed", done);
        line.querySelector("[data-asked-done]").hidden = !done;
        turn(line, done ? "done" : "pen");
      });
      each(document, '[data-asked-at="' + place + '"]', function (note) {
        var there = note.closest("td, .field, .cellfield, tr");
        there.classList.toggle("fixed", done);
        there.classList.toggle("todo", !done);
        turn(note, done ? "done" : "back");
      });
    });
    each(document, "[data-asked-state]", function (said) { if (state.asked_said) { said.textContent = state.asked_said; } });
  }

  function lines(box) {
    var all = Array.prototype.slice.call(box.querySelectorAll(".ask")), more = box.querySelector("[data-more-asks]");
    function empty(line) { return !line.querySelector("select").value && !line.querySelector("input").value; }
    all.forEach(function (line, n) { line.hidden = n > 0 && empty(line); });
    more.hidden = false;
    more.addEventListener("click", function () {
      var next = box.querySelector(".ask[hidden]"), last = all[all.length - 1];
      if (!next) {
        next = last.cloneNode(true);
        next.querySelector("input").value = "";
        each(next, "[aria-label]", function (one) { one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/\d+/, all.length + 1)); });
        last.after(next);
        all.push(next);
      }
      next.hidden = false;
      next.querySelector("select").focus();
    });
  }

  function ready(root) {
    each(root, "form.desk", function (form) { form.addEventListener("kheo:saved", function (event) { tick(event.detail); }); });
    each(root, "fieldset.asks", lines);
  }
  document.addEventListener("DOMContentLoaded", function () { ready(document); });
  document.addEventListener("htmx:afterSwap", function (event) { if (event.target.id === "ct") { ready(event.target); } });
})();
