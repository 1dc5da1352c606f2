/* Where the reader stands in the list: the address names the open task, and the list comes back as it was left, with the
   pages that were loaded and the open row in sight. Without this file the first page of the list comes back. */
"use strict";
(function () {
  var rows = window.kheoRows, WIDE = window.matchMedia("(min-width: 800px)"), PAGES = 6;
  var named = new URL(window.location.href).searchParams.get("mo") || "", goal = null, asked = null;

  /* Who walks through twenty tasks goes back by one step, not by twenty: the address is replaced. */
  function name(id) {
    var there = new URL(window.location.href);
    if (!id || there.searchParams.get("mo") === id) { return; }
    named = id;
    there.searchParams.set("mo", id);
    there.hash = "";
    window.history.replaceState(window.history.state, "", there);
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    var bar = document.querySelector("#ct [data-task]");
    if (event.target.id === "ct") { name(bar ? bar.dataset.task : ""); } else { name(named); }
  });

  /* The list by its own address, whichever task is open beside it. */
  function key() {
    var there = new URL(window.location.href);
    there.searchParams.delete("mo");
    return "kheo:" + there.pathname + there.search;
  }

  window.addEventListener("pagehide", function () {
    var list = document.querySelector(".rows"), top = WIDE.matches && list ? list.scrollTop : window.scrollY;
    try { window.sessionStorage.setItem(key(), JSON.stringify({ top: top, rows: rows.all().length })); } catch (error) { return; }
  });

  function left() {
    try { return JSON.parse(window.sessionStorage.getItem(key())) || {}; } catch (error) { return {}; }
  }

  function settle() {
    var list = document.querySelector(".rows"), link = rows.of(goal.id);
    if (WIDE.matches && list) { list.scrollTop = goal.top; } else { window.scrollTo(0, goal.top); }
    if (link) { link.scrollIntoView({ block: "nearest" }); }
    if (WIDE.matches && link) {
      link.dispatchEvent(new CustomEvent("kheo:stand", { bubbles: true, detail: { drawn: Boolean(named) } }));
    }
    goal = null;
  }

  /* One page after another, until as many rows stand there as before and the open one is among them. */
  function gather() {
    var more = document.querySelector("#them a");
    if (!goal || (more && more === asked)) { return; }
    if (!more || !window.htmx || !goal.pages || (rows.all().length >= goal.rows && (!named || rows.of(named)))) { settle(); return; }
    goal.pages -= 1;
    asked = more;
    more.click();
  }
  document.addEventListener("htmx:afterSettle", gather);

  document.addEventListener("DOMContentLoaded", function () {
    var from = document.referrer.split(/[?#]/)[0], page = window.location.origin + "/viec/", was;
    var back = from.indexOf(page) === 0, moved = (window.performance.getEntriesByType("navigation")[0] || {}).type;
    if (!named && !back && moved !== "back_forward") { return; }
    was = left();
    goal = { id: named || (back && from.slice(page.length)), top: was.top || 0, rows: was.rows || 0, pages: PAGES };
    gather();
  });
})();
