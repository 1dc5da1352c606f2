/* What makes pages handier where scripts run; every page works without this file. */
"use strict";
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }

  /* The CSRF token travels with every htmx request. */
  document.addEventListener("htmx:configRequest", function (event) {
    event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
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
    each(document, ".toasts", function (box) { window.setTimeout(function () { box.hidden = true; }, 8000); });
    document.addEventListener("click", function (event) {
      each(document, "details.menu[open]", function (menu) { if (!menu.contains(event.target)) { menu.open = false; } });
    });
  }

  function ready(root) { passwords(root); selects(root); }
  document.addEventListener("DOMContentLoaded", function () { ready(document); toasts(); });
  document.addEventListener("htmx:load", function (event) { if (event.target !== document.body) { ready(event.target); } });
})();
