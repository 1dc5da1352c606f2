/* Words that no draft holds: the reason of a return, the places it names, what is said of a task. They lie on this
   machine from the first letter, by task and person, come back when the page is opened again, and go once they are sent.
   Pages work without this file. */
"use strict";
(function () {
  var shelf = window.kheoShelf, GOING = "kheo:dang-gui", OLD = 12 * 3600 * 1000, all = [];
  var NAMES = ["ly_do", "noi_dung", "sua_o", "sua_loi"];
  function each(list, act) { Array.prototype.forEach.call(list, act); }
  function fields(form, name) { return Array.prototype.slice.call(form.querySelectorAll('[name="' + name + '"]')); }
  function keyOf(form) { return shelf.KEPT + form.dataset.person + ":" + form.dataset.task + "#" + form.dataset.words; }

  function standing(form) {
    var found = {};
    NAMES.forEach(function (name) { found[name] = fields(form, name).map(function (one) { return one.value; }); });
    return found;
  }
  function any(values) { return NAMES.some(function (name) { return values[name].some(function (one) { return one.trim(); }); }); }

  /* What was on its way when this page came: key -> where it can be seen whether it arrived. */
  function going(change) {
    var found = {};
    try {
      found = JSON.parse(window.sessionStorage.getItem(GOING)) || {};
      if (change) { change(found); window.sessionStorage.setItem(GOING, JSON.stringify(found)); }
    } catch (closed) { return found; }
    return found;
  }
  function here(key) { going(function (found) { delete found[key]; }); }
  function said(page, copy) {
    return Array.prototype.some.call(page.querySelectorAll(".said-by .kept"), function (one) {
      return one.textContent.trim() === (copy.values.noi_dung[0] || "").trim();
    });
  }
  /* The page of the task as it is now: its field is gone once the task was sent; a comment stands among the others. */
  function settle(key, page) {
    var parts = key.split("#"), form = page.querySelector('form[data-words="' + parts[1] + '"][data-task="' + parts[0].split(":").pop() + '"]');
    if (!page.querySelector("main.task")) { return Promise.resolve(null); }
    if (!form) {
      if (page.querySelector("form[data-over]")) { shelf.drop(key); }
      here(key);
      return Promise.resolve(null);
    }
    return shelf.opened(form, shelf.get(key)).then(function (copy) {
      here(key);
      if (!said(page, copy)) { return copy; }
      shelf.drop(key);
      return null;
    });
  }

  function fill(form, copy) {
    ["ly_do", "noi_dung"].forEach(function (name) {
      fields(form, name).forEach(function (one) { one.value = copy.values[name][0] || ""; });
    });
    copy.values.sua_loi.forEach(function (words, n) {
      var place = copy.values.sua_o[n] || "";
      if (!words && !place) { return; }
      if (n >= fields(form, "sua_loi").length) { form.querySelector("[data-more-asks]").click(); }
      var line = fields(form, "sua_loi")[n].closest(".ask");
      line.hidden = false;
      line.querySelector("select").value = place;
      line.querySelector("input").value = words;
    });
  }
  function offer(form, copy) {
    var button = document.createElement("button"), first = fields(form, copy.values.ly_do.length ? "ly_do" : "noi_dung")[0];
    button.type = "button";
    button.className = "btn quiet small";
    button.textContent = form.dataset.restore.replace("{time}", shelf.clock(copy.at));
    button.onclick = function () { fill(form, copy); button.remove(); first.focus(); };
    first.after(button);
  }
  function restore(form) {
    var key = keyOf(form);
    if (!shelf.get(key)) { return; }
    (going()[key] ? settle(key, document) : shelf.opened(form, shelf.get(key))).then(function (copy) {
      if (!copy || any(standing(form))) { return; }
      if (Date.now() - copy.at > OLD) { offer(form, copy); } else { fill(form, copy); }
    }).catch(function () { shelf.drop(key); });
  }

  function words(form) {
    var key = keyOf(form), writing = 0, asking = false, passed = false;
    function keep() {
      window.clearTimeout(writing);
      writing = 0;
      var values = standing(form);
      if (!any(values)) { shelf.drop(key); return; }
      shelf.sealed(form, { at: Date.now(), values: values }).then(function (kept) { shelf.put(key, kept.text); }, function () { return null; });
    }
    ["input", "change"].forEach(function (name) {
      form.addEventListener(name, function (event) {
        if (NAMES.indexOf(event.target.name) < 0) { return; }
        window.clearTimeout(writing);
        writing = window.setTimeout(keep, 300);
      });
    });
    /* Before words leave, somebody has to be inside: else the door stands over the page and they stay. */
    form.addEventListener("submit", function (event) {
      var button = event.submitter;
      if (event.defaultPrevented || !any(standing(form))) { return; }
      if (passed) { passed = false; return; }
      event.preventDefault();
      if (asking) { return; }
      asking = true;
      keep();
      window.kheoDoor.comeBack(form.dataset.person).catch(function () { return true; }).then(function (inside) {
        asking = false;
        delete form.dataset.sent;
        if (!inside) { return; }
        going(function (found) { found[key] = form.dataset.page; });
        passed = true;
        form.requestSubmit(button);
        passed = false;
      });
    });
    restore(form);
    return { form: form, flush: function () { if (writing) { keep(); } } };
  }

  function ready(root) {
    all = all.filter(function (one) { return one.form.isConnected; });
    each(root.querySelectorAll("form[data-words]"), function (form) {
      if (form.dataset.wordsReady) { return; }
      form.dataset.wordsReady = "1";
      all.push(words(form));
      if (form.dataset.over !== undefined) { shelf.drop(keyOf(form).split("#")[0] + "#tra-lai"); }
    });
  }
  function flush() { all.forEach(function (one) { one.flush(); }); }

  ["beforeunload", "pagehide"].forEach(function (name) { window.addEventListener(name, flush); });
  document.addEventListener("visibilitychange", flush);
  document.addEventListener("htmx:beforeSwap", flush);
  document.addEventListener("htmx:afterSwap", function (event) { ready(event.target); });
  document.addEventListener("DOMContentLoaded", function () {
    ready(document);
    var sent = going();
    Object.keys(sent).forEach(function (key) {
      if (!shelf.get(key)) { here(key); return; }
      if (all.some(function (one) { return keyOf(one.form) === key; })) { return; }
      window.fetch(sent[key], { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        if (page.body.dataset.person === key.split(":")[2]) { return settle(key, page); }
        return null;
      }).catch(function () { return null; });
    });
  });
})();
