/* The inbox on a wide screen: a task opens in the pane beside the list. Keys walk through the list, counters keep up,
   a failed request can be tried again. Without this file every link opens its page. */
"use strict";
(function () {
  var WIDE = window.matchMedia("(min-width: 800px)"), MINUTE = 60000;
  var byKey = false, waiting = 0, failed = null, counted = Date.now();

  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function rows() { return all(".row:not([hidden]) > a"); }
  function leads(link, id) { return link.getAttribute("href").split("?")[0].endsWith("/" + id); }

  /* The rows that are here, those of folded groups too, and the one of a task. */
  window.kheoRows = {
    all: function () { return all(".row > a"); },
    of: function (id) { return all(".row > a").find(function (link) { return leads(link, id); }); }
  };

  /* The row of the task that stands in the pane, also after a search has drawn the rows anew. */
  function mark(id) {
    rows().forEach(function (link) {
      var here = leads(link, id);
      link.parentNode.classList.toggle("open", here);
      if (here) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
    });
  }

  /* The whole title where two lines do not hold it. */
  document.addEventListener("mouseover", function (event) {
    var title = event.target.closest && event.target.closest(".row-title");
    if (title) {
      title.title = title.scrollHeight > title.clientHeight + 1 ?
        title.textContent.slice(title.querySelector("i").textContent.length) : "";
    }
  });

  function shown() {
    var bar = document.querySelector("#ct [data-task]");
    return bar ? bar.dataset.task : "";
  }

  function open(link) {
    window.clearTimeout(waiting);
    mark(link.getAttribute("href").split("?")[0].split("/").pop());
    link.scrollIntoView({ block: "nearest" });
    window.htmx.ajax("GET", link.href, { target: "#ct", swap: "innerHTML" });
  }

  /* One stop for Tab in the whole list: the row last walked to, else the open one, else the first. */
  function current() {
    var links = rows();
    return links.find(function (link) { return link === document.activeElement; }) ||
      links.find(function (link) { return link.tabIndex === 0 && link.hasAttribute("tabindex"); }) ||
      links.find(function (link) { return link.parentNode.classList.contains("open"); });
  }

  function rove(link) {
    rows().forEach(function (one) { one.tabIndex = one === link ? 0 : -1; });
    all(".row .check").forEach(function (box) { box.tabIndex = box.closest(".row") === (link && link.parentNode) ? 0 : -1; });
  }

  function go(link) {
    rove(link);
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "nearest" });
    window.clearTimeout(waiting);
    if (window.htmx && WIDE.matches) { waiting = window.setTimeout(open, 150, link); }
  }

  /* Behind the last row stands the next page. */
  function walk(by) {
    var links = rows(), at = links.indexOf(current()), next = links[at < 0 ? 0 : at + by];
    if (next) { go(next); return; }
    var more = document.querySelector("#them a");
    if (by > 0 && more && window.htmx) {
      document.addEventListener("htmx:afterSettle", function () { var come = rows()[links.length]; if (come) { go(come); } }, { once: true });
      more.click();
    }
  }

  function alone(event) { return event.ctrlKey || event.metaKey || event.altKey || event.button; }

  document.addEventListener("click", function (event) {
    var near = event.target.closest ? event.target : event.target.parentNode;
    var link = near.closest(".row > a"), button = near.closest("button[data-walk]"), chip = near.closest("[aria-controls='loc']");
    if (button) { walk(Number(button.dataset.walk)); return; }
    if (chip) { all("[aria-controls='loc']").forEach(function (one) { one.setAttribute("aria-expanded", String(one === chip)); }); return; }
    if (near.closest("[data-again]")) { again(); return; }
    if (near.closest("[data-close]")) { document.getElementById("phim").close(); return; }
    if (near.closest("[data-help]")) { help(); return; }
    if (!link || !window.htmx || !WIDE.matches || alone(event) || event.shiftKey) { return; }
    event.preventDefault();
    byKey = event.detail === 0;
    rove(link);
    open(link);
  });
  document.addEventListener("kheo:stand", function (event) {
    rove(event.target);
    if (!event.detail.drawn) { open(event.target); }
  });
  document.addEventListener("focusin", function (event) { if (event.target.matches(".row > a")) { rove(event.target); } });

  function help() {
    var sheet = document.getElementById("phim");
    if (sheet && sheet.showModal && !sheet.open) { sheet.showModal(); }
  }

  /* One letter is nearly in every row; none brings all of them back. */
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.target.matches(".search input") && event.target.value.trim().length === 1) { event.preventDefault(); }
  });

  function narrowed() {
    var panel = document.getElementById("loc"), chip = document.querySelector("[aria-expanded='true'][aria-controls='loc']");
    if (!panel || !panel.firstElementChild) { return false; }
    panel.innerHTML = "";
    if (chip) { chip.setAttribute("aria-expanded", "false"); chip.focus(); }
    return true;
  }

  /* Where work on the open task begins: the page that its form needs, else the first field of the form in the pane. */
  function begin() {
    return document.querySelector("#ct .bar a.primary") ||
      all("#ct form.desk :is(input:not([type=hidden]), select, textarea)").find(function (one) { return one.getClientRects().length; });
  }

  var KEYS = {
    j: function () { walk(1); }, k: function () { walk(-1); }, ArrowDown: function () { walk(1); }, ArrowUp: function () { walk(-1); },
    o: function (event) {
      var link = current(), inside = event.target.closest("#ct") && begin();
      if (inside) { inside.focus(); if (inside.matches("a")) { inside.click(); } } else if (link) { byKey = true; link.click(); }
    },
    x: function (event) { pick(event.shiftKey); }, X: function () { pick(true); },
    "/": function () { document.querySelector(".search input").focus(); }, "?": help
  };

  function pick(range) {
    var link = current();
    if (link) { link.dispatchEvent(new CustomEvent("kheo:pick", { bubbles: true, detail: { range: range } })); }
  }

  /* Never while somebody types, never while an input method composes, never when the person has switched keys off. */
  document.addEventListener("keydown", function (event) {
    var row = document.querySelector(".row.open > a"), here = document.querySelector(".inbox").dataset, arrow = event.key.indexOf("Arrow") === 0;
    if (event.key === "Escape") {
      if (!event.defaultPrevented && !narrowed() && row && event.target.closest("#ct")) { row.focus(); }
      return;
    }
    if (here.keys === "off" || alone(event) || event.isComposing || event.keyCode === 229 ||
        event.target.closest("input:not(.check), textarea, select, [contenteditable], dialog[open]")) { return; }
    if (arrow && event.target.closest("#ct, .views, .top, .narrowing")) { return; }
    var act = KEYS[event.key];
    var own = event.shiftKey ? null : document.querySelector('#ct [data-key="' + (/^[a-z]$/.test(event.key) ? event.key : "-") + '"]');
    if (own) {
      event.preventDefault();
      own.focus();
      own.click();
      if (document.getElementById(own.dataset.focus)) { document.getElementById(own.dataset.focus).focus(); }
      return;
    }
    if (act) { event.preventDefault(); act(event); }
  });

  /* The row says at once what the button in the pane has done. */
  function starred(form) {
    var row = document.getElementById("v" + form.dataset.star), old = row && row.querySelector(".mark.star"), sign;
    if (old) { old.remove(); }
    if (!row || !form.hasAttribute("data-on")) { return; }
    sign = document.createElement("span");
    sign.className = "mark star";
    sign.appendChild(form.querySelector("svg").cloneNode(true));
    row.querySelector(".row-meta").appendChild(sign);
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.target.id === "ct") {
      var body = event.target.querySelector(".pane-body");
      if (body) { body.scrollTop = 0; }
      if (body && byKey) { body.querySelector("h1").focus({ preventScroll: true }); }
      byKey = false;
    } else if (event.target.matches("form.star")) { starred(event.target);
    } else if (shown()) { mark(shown()); }
  });
  document.addEventListener("htmx:afterSettle", function () { rove(current() || rows()[0]); });

  /* What fails leaves everything as it is, says so and can be tried again. */
  function banner(shows) {
    var said = document.getElementById("mat-mang");
    if (said) { said.hidden = !shows; }
  }
  function lost(event) { failed = event.detail.requestConfig; banner(true); }
  function again() {
    banner(false);
    if (failed) { window.htmx.ajax(failed.verb.toUpperCase(), failed.path, { source: failed.elt, target: failed.target, swap: failed.target.id === "ct" || failed.target.id === "loc" ? "innerHTML" : "outerHTML" }); }
  }
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  document.addEventListener("htmx:beforeSwap", function (event) {
    if (event.detail.xhr.status >= 500) { event.detail.shouldSwap = false; lost(event); } else { banner(false); }
  });
  document.addEventListener("htmx:beforeRequest", function () { document.querySelector(".inbox").classList.add("busy"); });
  document.addEventListener("htmx:afterRequest", function () { document.querySelector(".inbox").classList.remove("busy"); });

  /* The counters, every minute that somebody looks. A session that has ended leaves the page as it is. */
  function count() {
    var nav = document.getElementById("dem");
    if (document.visibilityState !== "visible" || !nav || Date.now() - counted < MINUTE - 1000) { return; }
    counted = Date.now();
    window.fetch(nav.dataset.poll, { headers: { "HX-Request": "true" } }).then(function (reply) {
      return reply.ok ? reply.text() : "";
    }).then(function (text) { if (text && document.getElementById("dem")) { document.getElementById("dem").outerHTML = text; } }, function () { return null; });
  }
  window.setInterval(count, MINUTE);
  document.addEventListener("visibilitychange", count);

  /* Who comes from the page of a task stands at its row. */
  window.addEventListener("load", function () {
    var named = document.querySelector(".row:target > a");
    if (named) { rove(named); named.focus({ preventScroll: true }); named.scrollIntoView({ block: "center" }); }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var first = rows()[0];
    rove(current() || first);
    if (first && !shown() && window.htmx && WIDE.matches) { open(first); }
  });
})();
