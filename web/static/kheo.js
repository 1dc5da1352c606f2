/* What makes pages handier where scripts run; every page works without this file. */
"use strict";
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }

  /* The CSRF token travels with every htmx request. */
  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
  });

  /* Whoever stood in what a swap takes away stands at the first place of what came instead, never at the top. */
  var left = null;
  document.addEventListener("htmx:beforeSwap", function (event) {
    var target = event.detail.target;
    left = target.contains(document.activeElement)
      ? { target: target, parent: target.parentNode, before: target.previousElementSibling } : null;
  });
  document.addEventListener("htmx:afterSettle", function () {
    if (!left || document.activeElement !== document.body) { return; }
    var place = left.target.isConnected ? left.target
      : left.before && left.before.isConnected ? left.before.nextElementSibling : left.parent;
    var stops = "a[href], button:not([disabled]), input:not([type=hidden]):not([type=checkbox]), select, textarea";
    left = null;
    while (place && !place.querySelector(stops) && place.nextElementSibling) { place = place.nextElementSibling; }
    if (place && place.querySelector(stops)) { place.querySelector(stops).focus({ preventScroll: true }); }
  });

  /* Password fields can be shown. */
  function passwords(root) {
    each(root, "button[data-show]", function (button) {
      var field = document.getElementById(button.dataset.show), shown = button.textContent;
      button.hidden = false;
      button.addEventListener("click", function () {
        var hidden = field.type === "password";
        field.type = hidden ? "text" : "password";
        button.textContent = hidden ? button.dataset.hideWord : shown;
        button.setAttribute("aria-pressed", String(hidden));
        field.focus();
      });
    });
  }

  /* A select that chooses a page goes there at once; the button beside it is for browsers without scripts. */
  function selects(root) {
    each(root, "select[data-go]", function (select) {
      select.addEventListener("change", function () { select.form.submit(); });
      each(select.form, "button[data-go-button]", function (button) { button.hidden = true; });
    });
  }

  /* Messages leave by themselves; menus close when one clicks beside them. */
  function toasts() {
    each(document, ".toasts", function (box) { window.setTimeout(function () { box.hidden = true; }, 10000); });
    document.addEventListener("click", function (event) {
      each(document, "details.menu[open]", function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
    });
  }

  /* What drafts keep on this machine goes with the person who signs out. */
  function keptHere() {
    var found = [];
    try { for (var n = 0; n < localStorage.length; n++) { if (localStorage.key(n).indexOf("kheo:nhap:") === 0) { found.push(localStorage.key(n)); } } } catch (closed) { found = []; }
    return found;
  }
  function signOut(root) {
    each(root, "form[data-sign-out]", function (form) {
      form.addEventListener("submit", function (event) {
        var kept = keptHere();
        if (kept.length && !window.confirm(form.dataset.signOut)) { event.preventDefault(); return; }
        kept.forEach(function (key) { localStorage.removeItem(key); });
      });
    });
  }

  function ready(root) { passwords(root); selects(root); signOut(root); }
  document.addEventListener("DOMContentLoaded", function () { ready(document); toasts(); });
  document.addEventListener("htmx:load", function (event) { if (event.target !== document.body) { ready(event.target); } });
})();
