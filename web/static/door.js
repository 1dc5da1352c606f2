/* The session has ended while somebody typed: a new token if the same person is inside again, else sign in over the
   page. What the page holds stays as it is. */
"use strict";
(function () {
  var asking = null;
  function page(text) { return new DOMParser().parseFromString(text, "text/html"); }
  function text(answer) { return answer.text(); }
  function dialog() { return document.getElementById("vao-lai"); }

  /* Any page tells who is inside; the lightest is asked, for the page somebody stands on may be another's by now. */
  function inside(person) {
    return fetch(dialog().dataset.look, { credentials: "same-origin" }).then(text).then(function (said) {
      var there = page(said);
      if (there.body.dataset.person !== person) { return false; }
      renew(there.querySelector('meta[name="csrf-token"]').content);
      return true;
    });
  }
  function renew(token) {
    document.querySelector('meta[name="csrf-token"]').content = token;
    Array.prototype.forEach.call(document.querySelectorAll('input[name="csrf_token"]'), function (one) { one.value = token; });
  }

  function ask(person) {
    var box = dialog(), door = box.querySelector("form"), word = door.querySelector('[name="mat_khau"]');
    if (!box.showModal) { return Promise.resolve(false); }
    if (!box.open) { box.showModal(); }
    word.focus();
    return new Promise(function (done) {
      box.onclose = function () { done(false); };
      door.onsubmit = function (event) {
        event.preventDefault();
        enter(door, person).then(function (problem) {
          var wrong = box.querySelector(".wrong");
          wrong.hidden = !problem;
          wrong.querySelector("span").textContent = problem;
          word.value = "";
          if (!problem) { done(true); box.close(); }
        });
      };
    });
  }
  /* What is wrong; nothing once the person is inside. */
  function enter(door, person) {
    return fetch(door.action, { credentials: "same-origin" }).then(text).then(function (said) {
      var data = new FormData(door);
      data.append("csrf_token", page(said).querySelector('meta[name="csrf-token"]').content);
      return fetch(door.action, { method: "POST", body: data, credentials: "same-origin" });
    }).then(text).then(function (said) {
      var wrong = page(said).querySelector(".wrong, .notice.err");
      return inside(person).then(function (yes) { return yes ? "" : wrong ? wrong.textContent.trim() : dialog().dataset.lost; });
    }).catch(function () { return dialog().dataset.lost; });
  }

  /* Whether the person is inside, now or after signing in. Several may wait at the same door. */
  function comeBack(person) {
    if (!dialog()) { return Promise.resolve(false); }
    if (!asking) {
      asking = inside(person).then(function (yes) { return yes || ask(person); });
      asking.catch(function () { return null; }).then(function () { asking = null; });
    }
    return asking;
  }

  window.kheoDoor = { comeBack: comeBack };
})();
