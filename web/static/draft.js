/* Drafts save themselves, field by field; what the server could not take stays on this machine. Works on any form.desk. */
"use strict";
(function () {
  var KEPT = "kheo:nhap:", DAYS = 7 * 24 * 3600 * 1000, WAITS = [3000, 8000, 20000, 60000];
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }
  function icon(name) {
    var use = document.querySelector("svg.i use"), at = use.getAttribute("href").split("#")[0];
    return '<svg class="i" aria-hidden="true"><use href="' + at + "#" + name + '"/></svg>';
  }
  function clock(moment) {
    var at = new Date(moment), two = function (n) { return (n < 10 ? "0" : "") + n; };
    var hour = two(at.getHours()) + ":" + two(at.getMinutes());
    return Date.now() - moment < 12 * 3600 * 1000 ? hour : hour + " " + two(at.getDate()) + "/" + two(at.getMonth() + 1);
  }

  /* ---- the saved state, left of the buttons ---- */
  function say(text, failed) {
    var place = document.getElementById("tt-luu");
    if (!place) { return; }
    place.classList.toggle("fail", !!failed);
    place.innerHTML = text ? icon(failed ? "late" : text === place.dataset.saving ? "wait" : "done") : "";
    place.appendChild(document.createTextNode(text));
  }
  function word(name) { var place = document.getElementById("tt-luu"); return place ? place.dataset[name] || "" : ""; }

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

  /* ---- the copy on this machine, sealed where the browser can ---- */
  function bytes(hex) { return new Uint8Array(hex.match(/../g).map(function (two) { return parseInt(two, 16); })); }
  function text64(buffer) { return btoa(Array.prototype.map.call(new Uint8Array(buffer), function (n) { return String.fromCharCode(n); }).join("")); }
  function from64(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }
  function keyOf(form) { return crypto.subtle.importKey("raw", bytes(form.dataset.seal), "AES-GCM", false, ["encrypt", "decrypt"]); }
  function sealed(form, copy) {
    if (!window.crypto || !crypto.subtle) {
      var patterns = (form.dataset.personal || "").split(" ").filter(Boolean).map(function (one) {
        return new RegExp("^" + one.replace(/[.]/g, "\\.").replace("*", "[^.]+") + "(__.*)?$");
      });
      Object.keys(copy.values).forEach(function (name) {
        if (patterns.some(function (one) { return one.test(name); })) { delete copy.values[name]; }
      });
      return Promise.resolve(Object.keys(copy.values).length ? JSON.stringify({ at: copy.at, open: copy }) : "");
    }
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return keyOf(form).then(function (key) {
      return crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, new TextEncoder().encode(JSON.stringify(copy)));
    }).then(function (data) { return JSON.stringify({ at: copy.at, iv: text64(iv), data: text64(data) }); });
  }
  function opened(form, text) {
    var kept = JSON.parse(text);
    if (kept.open) { return Promise.resolve(kept.open); }
    return keyOf(form).then(function (key) {
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: from64(kept.iv) }, key, from64(kept.data));
    }).then(function (data) { return JSON.parse(new TextDecoder().decode(data)); });
  }
  function shelf(act) { try { return act(window.localStorage); } catch (closed) { return null; } }
  function keys(prefix) {
    return shelf(function (kept) { return Object.keys(kept).filter(function (key) { return key.indexOf(prefix) === 0; }); }) || [];
  }
  function tidy() {
    keys(KEPT).forEach(function (key) {
      shelf(function (kept) { if (Date.now() - JSON.parse(kept.getItem(key)).at > DAYS) { kept.removeItem(key); } });
    });
  }

  function desk(form) {
    var saved = drawn(form), times = {}, timer = 0, writing = 0, running = null, again = false, tries = 0, press = null;
    var box = KEPT + form.dataset.person + ":" + form.dataset.task + ":", mine = box + form.elements.khoa.value, turn = 0;

    /* Seconds since it was typed; the pause before every saving does not count. */
    function age(name) { var past = Math.round((Date.now() - (times[name] || Date.now())) / 1000); return past > 5 ? past : 0; }
    function dirty() { return differing(standing(form), saved); }

    /* A score sheet is one person's own and goes up whole. */
    function body(values, names, base) {
      if (form.dataset.whole !== undefined) { return new FormData(form); }
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

    /* The copy holds what is not saved yet, and nothing once all is. */
    function keep() {
      if (!form.dataset.seal) { return; }
      var values = standing(form), names = dirty(), now = ++turn;
      if (!names.length) { shelf(function (kept) { kept.removeItem(mine); }); return; }
      var copy = { at: Date.now(), rev: form.elements.phien_ban.value, base: form.elements.goc.value, values: {}, labels: {} };
      names.forEach(function (name) {
        copy.values[name] = values[name] || [];
        if (tableOf(name)) { copy.values["r." + tableOf(name)] = values["r." + tableOf(name)] || []; }
        copy.labels[name] = label(name);
      });
      sealed(form, copy).then(function (text) {
        if (now === turn && text) { shelf(function (kept) { kept.setItem(mine, text); }); }
      });
    }
    function label(name) {
      var one = form.elements[name];
      one = one && one.length && !one.tagName ? one[0] : one;
      return !one ? name : one.getAttribute("aria-label") || (one.labels && one.labels.length ? one.labels[0].textContent.trim() : name);
    }

    /* ---- others wrote into the same draft ---- */
    function take(state) {
      var told = state.told, stale = false;
      (state.others || []).forEach(function (other) {
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
      Object.keys(state.older || {}).forEach(function (anchor) {
        var there = form.querySelector('[data-item="' + anchor + '"]') || document.getElementById(anchor);
        there = there && (there.matches("[data-item], td") ? there : there.closest("td, .field"));
        if (!there) { stale = true; return; }
        each(there, ".older", function (one) { one.remove(); });
        there.insertAdjacentHTML("beforeend", state.older[anchor]);
        each(there, ".older", function (one) { one.dataset.live = "1"; });
      });
      if (told) { say(told + (stale ? " " + word("stale") : "")); }
    }

    /* ---- one request at a time ---- */
    function post(data) {
      return fetch(form.dataset.autosave, { method: "POST", body: data, credentials: "same-origin", headers: { Accept: "application/json" } });
    }
    function fail(sentence) { say(sentence || word("fail"), true); keep(); return false; }
    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, WAITS[Math.min(tries++, WAITS.length - 1)]);
    }
    function save() {
      if (running) { again = true; return running; }
      window.clearTimeout(timer);
      var names = dirty(), values = standing(form);
      if (!names.length) { return Promise.resolve(true); }
      say(word("saving"));
      var asked = Date.now();
      running = post(body(values, names, form.elements.goc.value)).then(function (answer) {
        if (answer.status === 401) { return comeBack().then(function (inside) { return inside ? "again" : fail(); }); }
        return answer.json().then(function (state) {
          if (state.over) { form.dispatchEvent(new CustomEvent("kheo:over", { detail: state.over, bubbles: true })); }
          if (!answer.ok) { return fail(state.problem); }
          tries = 0;
          names.forEach(function (name) {
            if (values[name]) { saved[name] = values[name]; } else { delete saved[name]; }
            if (!(times[name] > asked)) { delete times[name]; }
          });
          form.elements.goc.value = state.n;
          form.dispatchEvent(new CustomEvent("kheo:saved", { detail: state }));
          say(state.saved);
          take(state);
          keep();
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

    /* ---- the session has ended: a new token if somebody is inside, else sign in over the page ---- */
    function refreshed() {
      return fetch(location.pathname, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html"), there = page.querySelector("form.desk");
        if (!there || there.dataset.person !== form.dataset.person) { return false; }
        renew(page);
        return true;
      });
    }
    function renew(page) {
      var token = page.querySelector('meta[name="csrf-token"]').content;
      document.querySelector('meta[name="csrf-token"]').content = token;
      each(document, 'input[name="csrf_token"]', function (one) { one.value = token; });
    }
    function comeBack() {
      return refreshed().then(function (inside) { return inside || askIn(); });
    }
    function askIn() {
      var dialog = document.getElementById("vao-lai");
      if (!dialog || !dialog.showModal) { return Promise.resolve(false); }
      if (!dialog.open) { dialog.showModal(); }
      dialog.querySelector('[name="mat_khau"]').focus();
      return new Promise(function (done) {
        dialog.onclose = function () { done(false); };
        dialog.querySelector("form").onsubmit = function (event) {
          event.preventDefault();
          enter(dialog.querySelector("form")).then(function (problem) {
            var wrong = dialog.querySelector(".wrong");
            wrong.hidden = !problem;
            wrong.querySelector("span").textContent = problem;
            dialog.querySelector('[name="mat_khau"]').value = "";
            if (!problem) { done(true); dialog.close(); }
          });
        };
      });
    }
    function enter(door) {
      return fetch(door.action, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (text) {
        var data = new FormData(door);
        data.append("csrf_token", new DOMParser().parseFromString(text, "text/html").querySelector('meta[name="csrf-token"]').content);
        return fetch(door.action, { method: "POST", body: data, credentials: "same-origin" });
      }).then(function (answer) { return answer.text(); }).then(function (text) {
        var wrong = new DOMParser().parseFromString(text, "text/html").querySelector(".wrong, .notice.err");
        return refreshed().then(function (inside) { return inside ? "" : wrong ? wrong.textContent.trim() : word("fail"); });
      }).catch(function () { return word("fail"); });
    }

    /* ---- typing ---- */
    function typed(event) {
      if (event.target && (event.target.type === "file" || !event.target.name)) { if (event.target.type === "file") { return; } }
      else { times[event.target.name] = Date.now(); }
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
      var found = keys(box).filter(function (key) { return key !== mine; });
      found.sort(function (a, b) { return shelf(function (kept) { return JSON.parse(kept.getItem(b)).at - JSON.parse(kept.getItem(a)).at; }); });
      if (!found.length) { return; }
      opened(form, shelf(function (kept) { return kept.getItem(found[0]); })).then(function (copy) {
        var now = standing(form), fits = Object.keys(copy.values).filter(function (name) { return name[0] === "f"; });
        if (!fits.some(function (name) { return plain(copy.values[name]) !== plain(now[name]); })) { throw new Error("saved"); }
        show(found[0], copy, fits);
      }).catch(function () { shelf(function (kept) { kept.removeItem(found[0]); }); offer(); });
    }
    function show(key, copy, names) {
      var notice = document.getElementById("ban-tam");
      if (!notice) { return; }
      notice.querySelector("h2 span").textContent = notice.dataset.said.replace("{time}", clock(copy.at));
      notice.querySelector("[data-take]").hidden = !!copy.astray;
      if (copy.astray) {
        notice.querySelector(".by").textContent = notice.dataset.astray;
        names.forEach(function (name) {
          var list = notice.querySelector("dl"), title = list.appendChild(document.createElement("dt"));
          title.textContent = copy.labels[name] || name;
          list.appendChild(document.createElement("dd")).textContent = copy.values[name].join(", ");
          list.hidden = false;
        });
      }
      notice.hidden = false;
      notice.querySelector("[data-leave]").onclick = function () { shelf(function (kept) { kept.removeItem(key); }); notice.hidden = true; offer(); };
      notice.querySelector("[data-take]").onclick = function () {
        Promise.resolve(dirty().length ? save() : true).then(function () {
          return post(body(copy.values, Object.keys(copy.values), copy.base));
        }).then(function (answer) {
          if (answer.status === 401) { return comeBack(); }
          return answer.json().then(function (state) {
            if (!answer.ok) { say(state.problem || word("fail"), true); return; }
            settle(key, copy, state.unknown).then(function () { location.reload(); });
          });
        }).catch(function () { say(word("fail"), true); });
      };
    }
    function settle(key, copy, unknown) {
      if (!unknown.length) { shelf(function (kept) { kept.removeItem(key); }); return Promise.resolve(); }
      var rest = { at: copy.at, astray: true, values: {}, labels: copy.labels };
      unknown.forEach(function (name) { rest.values[name] = copy.values[name] || []; });
      return sealed(form, rest).then(function (text) { shelf(function (kept) { kept.setItem(key, text); }); });
    }

    form.addEventListener("submit", submit);
    if (!form.dataset.autosave) { return; }
    ["input", "change", "compositionend"].forEach(function (name) { form.addEventListener(name, typed); });
    /* A file that went up, or was taken out, has been saved with the draft. */
    form.addEventListener("kheo:file", function (event) {
      var name = event.detail.name, state = event.detail.state, now = standing(form)[name];
      if (now) { saved[name] = now; } else { delete saved[name]; }
      form.elements.goc.value = state.n;
      form.dispatchEvent(new CustomEvent("kheo:saved", { detail: state }));
      say(state.saved);
      take(state);
      keep();
    });
    form.addEventListener("kheo:outside", function (event) { comeBack().then(function (inside) { if (inside) { event.detail(); } }); });
    window.addEventListener("online", function () { if (dirty().length) { save(); } });
    tidy();
    if (form.dataset.seal) { offer(); }
    if (dirty().length) { timer = window.setTimeout(save, 1000); }
  }

  function ready(root) {
    each(root, "form.desk", function (form) {
      if (form.dataset.draft) { return; }
      form.dataset.draft = "1";
      desk(form);
    });
  }
  document.addEventListener("DOMContentLoaded", function () { ready(document); });
  document.addEventListener("htmx:afterSwap", function (event) { ready(event.target); });
})();
