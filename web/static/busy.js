/* A form is sent once: its pressed button says so until the answer is there, a second press does nothing. Whatever stops
   the sending, or brings the page back, gives the button back. Without this file the server takes the second press as
   the first. */
"use strict";
(function () {
  var LONGEST = 15000, held = [];

  function give(one) {
    window.clearTimeout(one.timer);
    delete one.form.dataset.busy;
    if (one.button) {
      one.button.textContent = "";
      one.button.appendChild(one.words);
      one.button.removeAttribute("aria-disabled");
    }
    held.splice(held.indexOf(one), 1);
  }
  function take(form, button, why) {
    var one = { form: form, words: document.createDocumentFragment() };
    form.dataset.busy = why;
    if (button && button.matches(".btn")) {
      one.button = button;
      while (button.firstChild) { one.words.appendChild(button.firstChild); }
      button.textContent = document.body.dataset[button.hasAttribute("data-save") ? "saving" : "sending"];
      button.setAttribute("aria-disabled", "true");
    }
    one.timer = window.setTimeout(give, LONGEST, one);
    held.push(one);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (form.method !== "post" || button && button.hasAttribute("data-stays")) { return; }
    if (event.defaultPrevented) {  /* A draft is saved first, then sent: draft.js marks the form meanwhile. */
      if (form.dataset.sent && !form.dataset.busy) { take(form, button, "saving"); }
    } else if (form.dataset.busy === "sending") { event.preventDefault(); }
    else if (form.dataset.busy) { form.dataset.busy = "sending"; }
    else { take(form, button, "sending"); }
  });
  new MutationObserver(function () {
    held.filter(function (one) { return one.form.dataset.busy === "saving" && !one.form.dataset.sent; }).forEach(give);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-sent"] });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { held.slice().forEach(give); } });
})();
