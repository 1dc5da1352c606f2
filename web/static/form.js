/* Forms that answer while they are filled: conditional questions, totals, cards of a table on a phone. Pages work without this file. */
"use strict";
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }
  function icon(name) {
    var use = document.querySelector("svg.i use"), at = use.getAttribute("href").split("#")[0];
    return '<svg class="i" aria-hidden="true"><use href="' + at + "#" + name + '"/></svg>';
  }

  /* A box that is not asked takes no mark; the mark it had comes back when it is asked again. */
  function box_of(box, asked) {
    var moved = false;
    each(box, "input", function (input) {
      if (input.disabled !== asked) { return; }
      var mark = asked && input.dataset.had === "1";
      input.dataset.had = !asked && input.checked ? "1" : "";
      moved = moved || input.checked !== mark;
      input.checked = mark;
      input.disabled = !asked;
    });
    if (box.tagName === "TD") { box.classList.toggle("off", !asked); }
    if (moved) { box.dispatchEvent(new Event("change", { bubbles: true })); }
  }

  /* ---- what the server says after it has saved ---- */
  function apply(form, state) {
    Object.keys(state.shown).forEach(function (anchor) {
      each(form, '[data-item="' + anchor + '"]', function (item) { item.hidden = !state.shown[anchor]; });
      each(form, '[data-cell="' + anchor + '"]', function (cell) { cell.classList.toggle("off", !state.shown[anchor]); });
      each(form, '[data-box="' + anchor + '"]', function (box) { box_of(box, state.shown[anchor]); });
    });
    Object.keys(state.sums).forEach(function (anchor) {
      each(form, '[data-sums="' + anchor + '"]', function (box) {
        box.textContent = "";
        state.sums[anchor].forEach(function (line) { box.appendChild(document.createElement("span")).textContent = line; });
      });
    });
    Object.keys(state.totals).forEach(function (anchor) {
      each(form, '[data-totals="' + anchor + '"] [data-total]', function (place) {
        place.textContent = state.totals[anchor][Number(place.dataset.total)];
        place.parentNode.classList.toggle("blank", !place.textContent);
      });
    });
    Object.keys(state.percent).forEach(function (id) {
      each(form, '[data-form="' + id + '"] [data-percent]', function (place) { place.textContent = state.percent[id]; });
    });
    (state.quotas || []).forEach(function (quota, n) {
      each(document, '[data-quota="' + n + '"]', function (line) {
        line.querySelector("svg.i").outerHTML = icon(quota.kept ? "done" : "warn");
        line.querySelector("[data-quota-count]").textContent = quota.count;
        line.querySelector("[data-quota-note]").textContent = quota.note;
      });
    });
  }

  /* ---- a changed figure asks for its reason ---- */
  function reasons(form) {
    each(form, "[data-reason-for]", function (box) {
      var field = document.getElementById(box.dataset.reasonFor);
      if (field) { field.addEventListener("input", function () { box.hidden = field.value.trim() === box.dataset.was; }); }
    });
  }

  /* ---- a filled form is read at once; files of a form go up in files.js ---- */
  function uploads(form) {
    each(form, '.pickfile input[name^="bieu."]', function (input) {
      input.addEventListener("change", function () {
        if (!input.files.length) { return; }
        input.parentNode.querySelector("span").textContent = input.dataset.busy;
        input.closest(".upload").querySelector("button").click();
      });
    });
  }

  /* ---- what was typed is shown as it will stand: 1500000 as 1.500.000, 5/2/26 as 05/02/2026 ---- */
  function two(text) { return text.length < 2 ? "0" + text : text; }
  function tidied(kind, text) {
    var day = kind === "date" && /^(\d{1,2})[\/.-](\d{1,2})[\/.-](\d{4}|[0-4]\d)$/.exec(text);
    if (day) { return two(day[1]) + "/" + two(day[2]) + "/" + (day[3].length < 4 ? "20" + day[3] : day[3]); }
    return kind === "money" && /^\d{4,15}$/.test(text) ? text.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".") : text;
  }
  function tidy(event) {
    var field = event.target, kind = field.dataset && field.dataset.as, shown = kind && tidied(kind, field.value.trim());
    if (kind && shown !== field.value) { field.value = shown; }
  }

  /* A text is as tall as what is in it, also where the style alone cannot say so. */
  function grow(field) {
    if (field.tagName !== "TEXTAREA" || !field.offsetHeight || getComputedStyle(field).fieldSizing === "content") { return; }
    field.style.height = "auto";
    if (field.scrollHeight > field.clientHeight) {
      field.style.height = field.scrollHeight + field.offsetHeight - field.clientHeight + "px";
    }
  }
  function growing(event) { grow(event.target); }

  /* ---- rows as cards on a phone: one open at a time ---- */
  var PHONE = window.matchMedia("(max-width: 799px)");
  function open(row, yes) {
    row.classList.toggle("ed", yes);
    var button = row.querySelector(".gist button");
    if (button) { button.setAttribute("aria-expanded", String(yes)); }
  }
  function cards(root) {
    if (!PHONE.matches) { return; }
    each(root, ".tf", function (table) {
      var rows = Array.prototype.slice.call(table.querySelectorAll("tr.r"));
      rows.forEach(function (row) {
        var wrong = row.querySelector(".bad") || (row.nextElementSibling && row.nextElementSibling.querySelector(".bad"));
        open(row, !!wrong || rows.length === 1 || row.classList.contains("new"));
      });
      table.addEventListener("click", function (event) {
        var button = event.target.closest(".gist button"), done = event.target.closest("[data-row-done]");
        if (button) {
          var row = button.closest("tr.r"), now = !row.classList.contains("ed");
          rows.forEach(function (other) { open(other, false); });
          open(row, now);
        } else if (done) {
          var at = done.closest("tr");
          while (at && !at.classList.contains("r")) { at = at.previousElementSibling; }
          if (at) { open(at, false); at.scrollIntoView({ block: "nearest" }); }
        }
      });
    });
  }

  /* ---- the total of a score sheet, while it is filled ---- */
  function sheet(form) {
    var place = form.querySelector("[data-sheet-sum]");
    if (!place) { return; }
    function reckon() {
      var sum = 0, any = false, knocked = false, lowest = null, found = null, asked = {}, given = {};
      each(form, "[data-weight]", function (input) {
        asked[input.name] = true;
        if (input.type === "radio" && !input.checked) { return; }
        var points = parseFloat(input.type === "radio" ? input.dataset.points : input.value.replace(",", "."));
        if (isNaN(points)) { return; }
        any = given[input.name] = true;
        sum += points * parseFloat(input.dataset.weight);
        knocked = knocked || (input.dataset.knock !== undefined && points <= parseFloat(input.dataset.knock));
      });
      each(form, "[data-class-name]", function (item) {
        var low = parseFloat(item.dataset.low);
        if (lowest === null || low < parseFloat(lowest.dataset.low)) { lowest = item; }
        if (sum >= low && !(sum > parseFloat(item.dataset.high)) && !(sum >= parseFloat(item.dataset.below))) { found = item; }
      });
      found = Object.keys(asked).length > Object.keys(given).length ? null : knocked ? lowest : found;
      each(form, "[data-class-name]", function (item) { item.classList.toggle("now", any && item === found); });
      place.hidden = !any;
      place.querySelector("[data-sum]").textContent = String(Math.round(sum * 100) / 100).replace(".", ",");
      place.querySelector("[data-class]").textContent = found ? ", " + found.dataset.className : "";
    }
    form.addEventListener("input", reckon);
    reckon();
  }

  /* ---- long lists are searched in: the file comes when the first of them does ---- */
  function finding(root) {
    var list = root.querySelector("[data-find-label]");
    if (!list || document.querySelector('script[src="' + list.dataset.findScript + '"]')) { return; }
    document.head.appendChild(document.createElement("script")).src = list.dataset.findScript;
  }

  function ready(root) {
    finding(root);
    each(root, "form.desk", function (form) {
      if (form.dataset.ready) { return; }
      form.dataset.ready = "1";
      form.addEventListener("kheo:saved", function (event) { apply(form, event.detail); });
      form.addEventListener("change", tidy, true);
      form.addEventListener("input", growing);
      form.addEventListener("focusin", growing);
      each(form, "textarea", grow);
      reasons(form);
      uploads(form);
      sheet(form);
    });
    cards(root);
    var wrong = root.querySelector("#loi");
    if (wrong) { wrong.focus(); }
  }

  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () { ready(document); });
  document.addEventListener("htmx:afterSwap", function (event) { ready(event.target); });
})();
