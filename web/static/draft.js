/* Drafts save themselves, field by field; what the server could not take stays on this machine. Works on any form.desk. */
"use strict";
(function () {
  var shelf = window.kheoShelf, WAITS = [3000, 8000, 20000, 60000], desks = [];
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }
  function icon(name) {
    var use = document.querySelector("svg.i use"), at = use.getAttribute("href").split("#")[0];
    return '<svg class="i" aria-hidden="true"><use href="' + at + "#" + name + '"/></svg>';
  }

  /* ---- what stands in a form, control by control ---- */
  function put(found, name, value) { if (/^([fr]\.|d\.|ghi_chu$)/.test(name)) { (found[name] = found[name] || []).push(value); } }
  function standing(form) {
    var found = {};
    new FormData(form).forEach(function (value, name) { put(found, name, value); });
    return found;
  }
  /* As the server drew it: a browser may have put back what was typed before. */
  function drawn(form) {
    var found = {};
    Array.prototype.forEach.call(form.elements, function (one) {
      if (!one.name || one.disabled) { return; }
      if (one.type === "checkbox" || one.type === "radio") { if (one.defaultChecked) { put(found, one.name, one.value); } }
      else if (one.tagName === "SELECT") {
        var chosen = Array.prototype.filter.call(one.options, function (o) { return o.defaultSelected; });
        if (!chosen.length && one.options.length) { chosen = [one.options[0]]; }
        chosen.forEach(function (o) { put(found, one.name, o.value); });
      } else if (one.type !== "file" && one.tagName !== "BUTTON" && one.tagName !== "FIELDSET") { put(found, one.name, one.defaultValue); }
    });
    return found;
  }
  function plain(values) { return (values || []).map(function (one) { return one.replace(/\r\n?/g, "\n"); }).join("\u0000"); }
  function differing(one, other) {
    return Object.keys(Object.assign({}, one, other)).filter(function (name) { return plain(one[name]) !== plain(other[name]); });
  }
  function tableOf(name) { var parts = name.split("."); return name[0] === "r" ? parts.slice(1).join(".") : parts.length > 3 ? parts.slice(1, 3).join(".") : ""; }

  function desk(form) {
    var saved = drawn(form), times = {}, timer = 0, writing = 0, running = null, again = false, tries = 0, press = null;
    var box = shelf.KEPT + form.dataset.person + ":" + form.dataset.task + ":", mine = box + form.elements.khoa.value;
    var turn = 0, over = false, gone = "", whole = form.dataset.whole !== undefined;
    /* The state beside the buttons and the notice are those of this form: the pane may hold another by the time. */
    var state = document.getElementById("tt-luu"), notice = document.getElementById("ban-tam");

    function say(text, failed) {
      if (!state) { return; }
      state.classList.toggle("fail", !!failed);
      state.innerHTML = text ? icon(failed ? "late" : text === state.dataset.saving ? "wait" : "done") : "";
      state.appendChild(document.createTextNode(text));
    }
    function word(name) { return state ? state.dataset[name] || "" : ""; }

    /* Seconds since it was typed; the pause before every saving does not count. */
    function age(name) { var past = Math.round((Date.now() - (times[name] || Date.now())) / 1000); return past > 5 ? past : 0; }
    function dirty() { return differing(standing(form), saved); }

    /* A score sheet is one person's own and goes up whole. */
    function body(values, names, base) {
      if (whole) { return new FormData(form); }
      var data = new FormData(), tables = {};
      ["csrf_token", "phien_ban", "khoa"].forEach(function (name) { data.append(name, form.elements[name].value); });
      data.append("goc", base);
      names.forEach(function (name) {
        var pair = name.replace(/__den$/, "");
        if (tableOf(name)) { tables[tableOf(name)] = true; }
        if (name[0] === "r") { return; }
        [pair, pair + "__den"].forEach(function (one) {
          if (one !== name && !values[one]) { return; }
          data.append("doi", one);
          data.append("tuoi", String(age(name)));
          (values[one] || []).forEach(function (value) { data.append(one, value); });
        });
      });
      if (!data.has("doi")) { data.append("doi", ""); }
      Object.keys(tables).forEach(function (table) {
        data.append("thu_tu", table);
        (values["r." + table] || []).forEach(function (row) { data.append("r." + table, row); });
      });
      return data;
    }

    /* The copy holds what is not saved yet, and nothing once all is. True when all of it lies on this machine. */
    function keep() {
      window.clearTimeout(writing);
      if (!form.dataset.seal) { return Promise.resolve(false); }
      var values = standing(form), names = dirty(), now = ++turn;
      if (!names.length) { shelf.drop(mine); return Promise.resolve(true); }
      var copy = { at: Date.now(), base: form.elements.goc.value, values: {} };
      names.forEach(function (name) {
        copy.values[name] = values[name] || [];
        if (tableOf(name)) { copy.values["r." + tableOf(name)] = values["r." + tableOf(name)] || []; }
      });
      return shelf.sealed(form, copy).then(function (kept) {
        return now !== turn || (!!kept.text && shelf.put(mine, kept.text) && kept.whole);
      }).catch(function () { return false; });
    }

    /* ---- others wrote into the same draft ---- */
    function take(answer) {
      var told = answer.told, stale = false;
      (answer.others || []).forEach(function (other) {
        var controls = other.values && form.querySelectorAll('[name="' + other.name + '"]');
        if (!controls || !controls.length) { stale = true; return; }
        if (times[other.name] || document.activeElement === controls[0]) { return; }
        Array.prototype.forEach.call(controls, function (one) {
          if (one.type === "checkbox" || one.type === "radio") { one.checked = other.values.indexOf(one.value) >= 0; }
          else { one.value = other.values[0] || ""; }
        });
        saved[other.name] = standing(form)[other.name] || [];
      });
      each(form, ".older[data-live]", function (one) { one.remove(); });
      Object.keys(answer.older || {}).forEach(function (anchor) {
        var there = form.querySelector('[data-item="' + anchor + '"]') || document.getElementById(anchor);
        there = there && (there.matches("[data-item], td") ? there : there.closest("td, .field"));
        if (!there) { stale = true; return; }
        each(there, ".older", function (one) { one.remove(); });
        there.insertAdjacentHTML("beforeend", answer.older[anchor]);
        each(there, ".older", function (one) { one.dataset.live = "1"; });
      });
      if (told) { say(told + (stale ? " " + word("stale") : "")); }
    }

    /* ---- one request at a time ---- */
    function post(data, leaving) {
      return fetch(form.dataset.autosave, {
        method: "POST", body: data, credentials: "same-origin", headers: { Accept: "application/json" }, keepalive: !!leaving
      });
    }
    /* What is said is true when it is said: the copy is written first. */
    function fail(sentence, reason) {
      return keep().then(function (kept) {
        say(sentence || word((reason || "fail") + (kept ? "Kept" : "")), true);
        return false;
      });
    }
    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, WAITS[Math.min(tries++, WAITS.length - 1)]);
    }
    function save(leaving) {
      if (over) { return Promise.resolve(false); }
      if (running) { again = true; return running; }
      window.clearTimeout(timer);
      var names = dirty(), values = standing(form);
      if (!names.length) { return Promise.resolve(true); }
      say(word("saving"));
      var asked = Date.now();
      running = post(body(values, names, form.elements.goc.value), leaving === true && small(values, names)).then(function (answer) {
        if (answer.status === 401) {
          return window.kheoDoor.comeBack(form.dataset.person).then(function (inside) { return inside ? "again" : fail("", "out"); });
        }
        return answer.json().then(function (got) {
          if (!answer.ok) {
            if (answer.status >= 500) { later(); }
            var failed = fail(got.problem);
            if (got.over) { stop(got); }
            return failed;
          }
          tries = 0;
          names.forEach(function (name) {
            if (values[name]) { saved[name] = values[name]; } else { delete saved[name]; }
            if (!(times[name] > asked)) { delete times[name]; }
          });
          arrived(got);
          return true;
        });
      }).catch(function () { later(); return fail(); }).then(function (done) {
        running = null;
        if (done === "again" || (done && again)) { again = false; return save(); }
        again = false;
        return done;
      });
      return running;
    }
    function arrived(got) {
      form.elements.goc.value = got.n;
      form.dispatchEvent(new CustomEvent("kheo:saved", { detail: got }));
      say(got.saved);
      take(got);
      /* What the form no longer asks for is kept beside the draft; that stays said until the page is drawn anew. */
      gone = got.lost || gone;
      if (gone) { say(gone, true); }
      keep();
    }
    /* Nothing of this page will ever be saved: somebody else has the task, or has sent it. */
    function stop(got) {
      over = true;
      window.clearTimeout(timer);
      window.clearTimeout(writing);
      form.dispatchEvent(new CustomEvent("kheo:over", { detail: { says: got.over, held: !!got.held }, bubbles: true }));
    }

    /* A browser lets no more than 64 KB outlive its page. */
    function small(values, names) {
      return names.length * 600 + 3 * names.map(function (name) { return plain(values[name]); }).join("").length < 60000;
    }

    /* ---- the page is left, or another task takes its place in the pane: nothing waits for its turn ---- */
    function flush(leaving) {
      if (over || !dirty().length) { return; }
      keep();
      if (!leaving) { save(true); return; }
      post(body(standing(form), dirty(), form.elements.goc.value), true).catch(function () { return null; });
    }

    /* ---- typing ---- */
    function typed(event) {
      if (event.target && (event.target.type === "file" || !event.target.name)) { if (event.target.type === "file") { return; } }
      else { times[event.target.name] = Date.now(); }
      if (over) { return; }
      window.clearTimeout(writing);
      writing = window.setTimeout(keep, 300);
      if (event.isComposing) { return; }
      window.clearTimeout(timer);
      timer = window.setTimeout(save, event.type === "change" ? 150 : 1000);
    }

    /* ---- once is enough; what is typed goes up first, so that a lost network or session loses nothing ---- */
    function submit(event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      var button = event.submitter;
      window.clearTimeout(timer);
      if (form.dataset.autosave && press !== button && dirty().length) {
        event.preventDefault();
        form.dataset.sent = "1";
        Promise.resolve(save()).then(function (done) {
          delete form.dataset.sent;
          if (!done) { return; }
          press = button;
          form.requestSubmit(button);
          press = null;
        });
        return;
      }
      form.dataset.sent = "1";
      window.setTimeout(function () { delete form.dataset.sent; }, 8000);
    }

    /* ---- a copy from before ---- */
    function offer() {
      var found = shelf.keys(box).filter(function (key) { return key !== mine; });
      found.sort(function (a, b) { return shelf.age(a) - shelf.age(b); });
      if (!found.length) { return; }
      shelf.opened(form, shelf.get(found[0])).then(function (copy) {
        var now = standing(form), typed = Object.keys(copy.values).filter(function (name) { return name[0] !== "r"; });
        if (!typed.some(function (name) { return plain(copy.values[name]) !== plain(now[name]); })) { throw new Error("saved"); }
        show(found[0], copy);
      }).catch(function () { shelf.drop(found[0]); offer(); });
    }
    function show(key, copy) {
      if (!notice) { return; }
      notice.querySelector("h2 span").textContent = notice.dataset.said.replace("{time}", shelf.clock(copy.at));
      notice.hidden = false;
      notice.querySelector("[data-leave]").onclick = function () { shelf.drop(key); notice.hidden = true; offer(); };
      notice.querySelector("[data-take]").onclick = function () {
        if (whole) { fillIn(copy.values); } else { bring(key, copy); return; }
        save().then(function (done) { if (done) { shelf.drop(key); notice.hidden = true; } });
      };
    }
    /* Into the draft on the server, which keeps beside it what it replaces; then the page as it stands there. */
    function bring(key, copy) {
      Promise.resolve(dirty().length ? save() : true).then(function () {
        return post(body(copy.values, Object.keys(copy.values), copy.base));
      }).then(function (answer) {
        if (answer.status === 401) { return window.kheoDoor.comeBack(form.dataset.person); }
        return answer.json().then(function (got) {
          if (!answer.ok) { say(got.problem || word("fail"), true); return; }
          shelf.drop(key);
          location.reload();
        });
      }).catch(function () { say(word("fail"), true); });
    }
    function fillIn(values) {
      Array.prototype.forEach.call(form.elements, function (one) {
        var given = values[one.name];
        if (!given) { return; }
        if (one.type === "checkbox" || one.type === "radio") { one.checked = given.indexOf(one.value) >= 0; } else { one.value = given[0] || ""; }
      });
      form.dispatchEvent(new Event("input"));
    }

    form.addEventListener("submit", submit);
    if (!form.dataset.autosave) { return null; }
    ["input", "change", "compositionend"].forEach(function (name) { form.addEventListener(name, typed); });
    /* A file that went up, or was taken out, has been saved with the draft. */
    form.addEventListener("kheo:file", function (event) {
      var name = event.detail.name, now = standing(form)[name];
      if (now) { saved[name] = now; } else { delete saved[name]; }
      arrived(event.detail.state);
    });
    form.addEventListener("kheo:outside", function (event) {
      window.kheoDoor.comeBack(form.dataset.person).then(function (inside) { if (inside) { event.detail(); } });
    });
    if (form.dataset.seal) { offer(); }
    if (dirty().length) { timer = window.setTimeout(save, 1000); }
    return { form: form, flush: flush, keep: keep, waits: function () { return !over && dirty().length > 0; } };
  }

  function ready(root) {
    desks = desks.filter(function (one) { return one.form.isConnected || one.waits(); });
    each(root, "form.desk", function (form) {
      if (form.dataset.draft) { return; }
      form.dataset.draft = "1";
      var there = desk(form);
      if (there) { desks.push(there); }
    });
  }
  function all(act) { desks.forEach(act); }

  /* Another task comes into the pane. */
  ["htmx:beforeRequest", "htmx:beforeSwap"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      all(function (one) { if (event.detail.target.contains(one.form)) { one.flush(false); } });
    });
  });
  /* The page goes: sealing takes a moment, so it begins as soon as anybody may leave. */
  var left = false;
  window.addEventListener("beforeunload", function () { all(function (one) { if (one.waits()) { one.keep(); } }); });
  window.addEventListener("pagehide", function () { left = true; all(function (one) { one.flush(true); }); });
  window.addEventListener("pageshow", function () { left = false; });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && !left) { all(function (one) { one.flush(false); }); }
  });
  window.addEventListener("online", function () { all(function (one) { if (one.waits()) { one.flush(false); } }); });

  document.addEventListener("DOMContentLoaded", function () { ready(document); });
  document.addEventListener("htmx:afterSwap", function (event) { ready(event.target); });
})();
