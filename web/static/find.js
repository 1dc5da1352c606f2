/* A box above a long list that leaves only what matches, without tone marks. Lists work without this file. */
"use strict";
(function () {
  function bare(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase().replace(/[^a-z0-9]+/g, " ").trim();
  }
  /* Every word that is sought begins a word of the text. */
  function fits(text, sought) {
    return bare(sought).split(" ").every(function (word) { return (" " + text).indexOf(" " + word) >= 0; });
  }
  function box(list) {
    var place = document.createElement("p"), field = document.createElement("input"), said = document.createElement("span");
    place.className = "finding";
    field.type = "search"; field.className = "input"; field.autocomplete = "off";
    field.placeholder = list.dataset.findHint;
    field.setAttribute("aria-label", list.dataset.findLabel);
    said.className = "small soft"; said.setAttribute("role", "status");
    place.appendChild(field); place.appendChild(said);
    return { place: place, field: field, said: said };
  }
  function count(found, list, n, sought) {
    found.said.textContent = !sought ? "" : n ? list.dataset.findFound.replace("{n}", n) : list.dataset.findNone;
  }

  /* Options that do not match leave the list, the chosen one stays; the rest stand open beneath the box. */
  function select(list) {
    var found = box(list), all = Array.prototype.filter.call(list.options, function (o) { return o.value; }).map(function (o) {
      return { option: o, parent: o.parentNode, text: bare(o.text) };
    });
    function sieve() {
      var sought = found.field.value.trim(), n = 0;
      all.forEach(function (one) {
        var match = fits(one.text, sought);
        n += match ? 1 : 0;
        one.option.remove();
        if (!sought || match || one.option.selected) { one.parent.appendChild(one.option); }
      });
      list.size = sought ? Math.max(2, Math.min(7, n + 1)) : 0;
      count(found, list, n, sought);
    }
    var groups = Array.prototype.slice.call(list.querySelectorAll("optgroup"));
    found.field.addEventListener("input", function (event) {
      event.stopPropagation();
      var value = list.value;
      sieve();
      list.value = value;
      groups.forEach(function (group) { group.hidden = !group.firstElementChild; });
    });
    found.field.addEventListener("keydown", function (event) {
      if (event.isComposing) { return; }
      if (event.key === "Enter" || event.key === "ArrowDown") {
        event.preventDefault();
        var first = all.filter(function (one) { return fits(one.text, found.field.value); })[0];
        if (first && found.field.value.trim()) { list.value = first.option.value; list.dispatchEvent(new Event("change", { bubbles: true })); }
        list.focus();
      }
    });
    list.addEventListener("change", function () { if (list.size && !list.matches(":focus")) { clear(); } });
    list.addEventListener("click", function (event) { if (event.target.tagName === "OPTION") { clear(); } });
    list.addEventListener("blur", clear);
    function clear() {
      if (!found.field.value) { return; }
      var value = list.value;
      found.field.value = "";
      sieve();
      list.value = value;
      groups.forEach(function (group) { group.hidden = false; });
    }
    list.parentNode.insertBefore(found.place, list);
  }

  /* What is ticked stays in sight. */
  function picks(list) {
    var found = box(list), first = list.querySelector(".pick");
    found.field.addEventListener("input", function (event) {
      event.stopPropagation();
      var sought = found.field.value.trim(), n = 0;
      Array.prototype.forEach.call(list.querySelectorAll(".pick"), function (pick) {
        var match = fits(bare(pick.textContent), sought);
        n += match ? 1 : 0;
        pick.hidden = !(match || pick.querySelector("input").checked);
      });
      count(found, list, n, sought);
    });
    found.field.addEventListener("keydown", function (event) { if (event.key === "Enter") { event.preventDefault(); } });
    list.insertBefore(found.place, first);
  }

  function ready(root) {
    Array.prototype.forEach.call(root.querySelectorAll("[data-find-label]"), function (list) {
      if (list.dataset.found) { return; }
      list.dataset.found = "1";
      if (list.tagName === "SELECT") { select(list); } else { picks(list); }
    });
  }
  document.addEventListener("htmx:afterSwap", function (event) { ready(event.target); });
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", function () { ready(document); }); } else { ready(document); }
})();
