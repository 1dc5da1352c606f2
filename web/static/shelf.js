/* What a page keeps on this machine of what could not be saved yet: sealed where the browser can, seven days at most,
   gone with the person who signs out. */
"use strict";
(function () {
  var KEPT = "kheo:nhap:", DAYS = 7 * 24 * 3600 * 1000;

  function bytes(hex) { return new Uint8Array(hex.match(/../g).map(function (two) { return parseInt(two, 16); })); }
  function text64(buffer) { return btoa(Array.prototype.map.call(new Uint8Array(buffer), function (n) { return String.fromCharCode(n); }).join("")); }
  function from64(text) { return Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); }); }
  function keyOf(form) { return crypto.subtle.importKey("raw", bytes(form.dataset.seal), "AES-GCM", false, ["encrypt", "decrypt"]); }

  /* The text to keep, and whether all of the copy is in it: where nothing can be sealed, personal data is left out. */
  function sealed(form, copy) {
    if (!window.crypto || !crypto.subtle) {
      var before = Object.keys(copy.values).length, patterns = (form.dataset.personal || "").split(" ").filter(Boolean).map(function (one) {
        return new RegExp("^" + one.replace(/[.]/g, "\\.").replace("*", "[^.]+") + "(__.*)?$");
      });
      Object.keys(copy.values).forEach(function (name) {
        if (patterns.some(function (one) { return one.test(name); })) { delete copy.values[name]; }
      });
      var left = Object.keys(copy.values).length;
      return Promise.resolve({ text: left ? JSON.stringify({ at: copy.at, open: copy }) : "", whole: left === before });
    }
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return keyOf(form).then(function (key) {
      return crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, key, new TextEncoder().encode(JSON.stringify(copy)));
    }).then(function (data) { return { text: JSON.stringify({ at: copy.at, iv: text64(iv), data: text64(data) }), whole: true }; });
  }
  function opened(form, text) {
    var kept = JSON.parse(text);
    if (kept.open) { return Promise.resolve(kept.open); }
    return keyOf(form).then(function (key) {
      return crypto.subtle.decrypt({ name: "AES-GCM", iv: from64(kept.iv) }, key, from64(kept.data));
    }).then(function (data) { return JSON.parse(new TextDecoder().decode(data)); });
  }

  /* A browser may have closed its store: then nothing is kept, and whoever asks hears it. */
  function at(act) { try { return act(window.localStorage); } catch (closed) { return null; } }
  function put(key, text) { return at(function (store) { store.setItem(key, text); return true; }) === true; }
  function get(key) { return at(function (store) { return store.getItem(key); }); }
  function drop(key) { at(function (store) { store.removeItem(key); }); }
  function keys(prefix) {
    return at(function (store) { return Object.keys(store).filter(function (key) { return key.indexOf(prefix) === 0; }); }) || [];
  }
  function age(key) { return at(function () { return Date.now() - JSON.parse(get(key)).at; }) || 0; }
  function clock(moment) {
    var when = new Date(moment), two = function (n) { return (n < 10 ? "0" : "") + n; };
    var hour = two(when.getHours()) + ":" + two(when.getMinutes());
    return Date.now() - moment < 12 * 3600 * 1000 ? hour : hour + " " + two(when.getDate()) + "/" + two(when.getMonth() + 1);
  }

  keys(KEPT).forEach(function (key) { if (age(key) > DAYS) { drop(key); } });
  window.kheoShelf = { KEPT: KEPT, sealed: sealed, opened: opened, put: put, get: get, drop: drop, keys: keys, age: age, clock: clock };
})();
