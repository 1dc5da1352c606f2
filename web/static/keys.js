/* Keys of a task, on its page and beside the list: send, save, the next wrong field; take it, return it, say
   something; from its page back to the list, to the search, to other views.
   Never while an input method composes, never when the person has switched keys off. */
"use strict";
(function () {
  var FIELD = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open]";

  function seen(node) { return node.getClientRects().length > 0; }
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)).filter(seen); }
  function off() { return !!document.querySelector('main[data-keys="off"]'); }

  function press(selector) {
    var button = all(selector)[0];
    if (button) { button.click(); }
    return !!button;
  }

  /* Only what is asked is saved: the page stays, the state beside the buttons says when. */
  function save() {
    var form = document.querySelector("form.desk[data-autosave]");
    if (form) { form.dispatchEvent(new Event("change")); }
  }

  function wrong() {
    var fields = all('[aria-invalid="true"], .bad .picks input, .bad input, .bad select, .bad textarea').filter(function (one) {
      return one.matches("input, select, textarea");
    });
    var here = document.activeElement;
    var next = fields.find(function (one) { return here.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING; }) || fields[0];
    if (next) { next.focus(); next.scrollIntoView({ block: "center" }); }
    return !!next;
  }

  /* A letter goes to what carries it; the field that it leads to gets the cursor. */
  function letter(key) {
    var place = all('[data-key="' + key + '"]')[0], field;
    if (!place) { return false; }
    place.focus();
    place.click();
    field = place.dataset.focus && document.getElementById(place.dataset.focus);
    if (field) { field.focus(); field.scrollIntoView({ block: "center" }); }
    return true;
  }

  /* g, then a letter, from the list and from the page of a task; the search of the list from that page. */
  var PLACES = { i: "in", q: "late", l: "calendar" }, chord = 0;
  function away(key) {
    var here = document.querySelector("main[data-in]"), place = !here ? "" :
      Date.now() - chord < 1500 ? here.dataset[PLACES[key]] : key === "/" ? here.dataset.find : "";
    chord = key === "g" ? Date.now() : 0;
    if (place) { window.location.assign(place); }
    return !!place;
  }

  function help() {
    var sheet = document.getElementById("phim");
    if (sheet && sheet.showModal && !sheet.open) { sheet.showModal(); }
    return !!sheet;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || off()) { return; }
    var control = event.ctrlKey || event.metaKey, done = false, page = document.querySelector("main[data-row]");
    if (document.querySelector("dialog[open]")) { return; }
    if (control && !event.altKey && !event.shiftKey && event.key === "Enter") { done = press("[data-send]"); }
    else if (control && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "s" && document.querySelector("form.desk")) { save(); done = true; }
    else if (event.altKey && !control && event.key === "ArrowDown") { done = wrong(); }
    else if (event.key === "Escape" && page && !control && !event.altKey) {
      if (event.target.closest(FIELD)) { event.target.blur(); } else { window.location.assign(page.dataset.row); }
    } else if (!control && !event.altKey && !event.target.closest(FIELD)) {  /* the other keys of the list are in inbox.js */
      done = !event.shiftKey && away(event.key);
      if (!done && !document.querySelector(".inbox")) {
        done = event.key === "?" ? help() : !event.shiftKey && /^[a-z]$/.test(event.key) && letter(event.key);
      }
    }
    if (done) { event.preventDefault(); }
  });
  document.addEventListener("click", function (event) {
    var close = event.target.closest && event.target.closest("#phim [data-close]");
    if (close) { document.getElementById("phim").close(); }
  });
})();
