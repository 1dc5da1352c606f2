/* Files of a form go up one by one: dropped, pasted, chosen or photographed; each with its progress and its refusal. Forms work without this file. */
"use strict";
(function () {
  function each(root, selector, act) { Array.prototype.forEach.call(root.querySelectorAll(selector), act); }
  function word(name, put) {
    var place = document.getElementById("tep-noi"), said = place ? place.dataset[name] || "" : "";
    Object.keys(put || {}).forEach(function (key) { said = said.replace("{" + key + "}", put[key]); });
    return said;
  }
  function icon(name) {
    var use = document.querySelector("svg.i use"), at = use.getAttribute("href").split("#")[0];
    return '<svg class="i" aria-hidden="true"><use href="' + at + "#" + name + '"/></svg>';
  }
  function make(name, kind, text) {
    var one = document.createElement(name);
    if (kind) { one.className = kind; }
    if (text) { one.textContent = text; }
    return one;
  }
  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : String(Math.round(bytes / 104857.6) / 10).replace(".", ",") + " MB";
  }
  function carries(event) { return Array.prototype.indexOf.call((event.dataTransfer || {}).types || [], "Files") >= 0; }

  /* ---- one form: files wait their turn, and what is sent waits for them ---- */
  function desk(form) {
    var waiting = [], going = null, held = null;

    function next() {
      if (going || !waiting.length) {
        if (!going && held) { release(); }
        return;
      }
      going = waiting.shift();
      going.send(function () { going = null; next(); });
    }
    function release() {
      var button = held;
      held = null;
      each(form, ".files .failed", function (line) { button = null; line.querySelector("button").focus(); });
      if (button) { form.requestSubmit(button); }
    }
    /* Before draft.js hears of it: whatever is on its way goes with what is sent. */
    form.addEventListener("submit", function (event) {
      if (!going && !waiting.length) { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      held = event.submitter;
      (going || waiting[0]).tell(word("hold"));
    }, true);
    window.addEventListener("beforeunload", function (event) { if (form.isConnected && (going || waiting.length)) { event.preventDefault(); event.returnValue = ""; } });

    return {
      add: function (job) { waiting.push(job); next(); },
      leave: function (job) { waiting = waiting.filter(function (one) { return one !== job; }); }
    };
  }

  /* ---- one field ---- */
  function field(box, queue) {
    var form = box.closest("form"), list = box.querySelector(".files"), status = box.querySelector("[role=status]");
    var kinds = box.dataset.kinds.split(",").filter(Boolean);

    function count() {
      var all = list.querySelectorAll("li:not(.failed)").length;
      box.classList.toggle("full", all >= Number(box.dataset.most));
      return all;
    }
    function refusal(file) {
      var end = file.name.lastIndexOf("."), kind = end < 0 ? "" : file.name.slice(end).toLowerCase();
      if (kinds.indexOf(kind) < 0) { return box.dataset.wrong.replace("{name}", file.name); }
      if (file.size > Number(box.dataset.bytes)) { return box.dataset.large.replace("{name}", file.name); }
      return count() > Number(box.dataset.most) ? box.dataset.many : "";
    }

    function job(file) {
      var line = list.appendChild(make("li", "going")), bar, request = null;
      line.innerHTML = icon("clip");
      var text = line.appendChild(make("div", "what"));
      text.appendChild(make("b", "", file.name));
      text.appendChild(make("span", "mute small", " " + size(file.size)));
      bar = text.appendChild(document.createElement("progress"));
      bar.max = 100;
      bar.setAttribute("aria-label", file.name);
      var note = text.appendChild(make("p", "small soft", word("wait")));
      var acts = line.appendChild(make("p", "acts"));

      function button(words, label, act, quiet) {
        var one = acts.appendChild(make("button", "btn small" + (quiet ? " quiet" : ""), words));
        one.type = "button";
        one.setAttribute("aria-label", label);
        one.addEventListener("click", act);
      }
      function gone() { line.remove(); count(); box.focus({ preventScroll: true }); }
      function cancel() {
        queue.leave(mine);
        if (request) { request.abort(); }
        gone();
      }
      /* Refused for good without a way to try again; else the same file may go once more. */
      function fail(sentence, again) {
        line.className = "failed";
        bar.hidden = true;
        note.className = "wrong";
        note.innerHTML = icon("late");
        note.appendChild(document.createTextNode(sentence));
        acts.textContent = "";
        if (again) { button(word("again"), word("agains", { name: file.name }), function () { begin(); }); }
        button(word("drop"), word("drops", { name: file.name }), gone, true);
        status.textContent = sentence;
        count();
      }
      function begin() {
        line.className = "going";
        bar.hidden = false;
        bar.removeAttribute("value");
        note.className = "small soft";
        note.textContent = word("wait");
        acts.textContent = "";
        button(word("cancel"), word("cancels", { name: file.name }), cancel, true);
        var wrong = refusal(file);
        if (wrong) { fail(wrong); } else { queue.add(mine); }
      }
      function data() {
        var sent = new FormData();
        ["csrf_token", "phien_ban", "khoa", "goc"].forEach(function (name) { sent.append(name, form.elements[name].value); });
        sent.append("doi", "");
        sent.append("tep." + box.dataset.files, file, file.name);
        return sent;
      }
      function taken(answer) {
        var there = document.createElement("template");
        there.innerHTML = answer.line.trim();
        each(list, 'input[value="' + answer.id + '"]', function (one) { one.closest("li").remove(); });
        line.replaceWith(there.content.firstElementChild);
        count();
        status.textContent = word("done", { name: file.name });
        form.dispatchEvent(new CustomEvent("kheo:file", { detail: { name: box.dataset.files, state: answer.state } }));
      }
      function answered() {
        var answer = null;
        try { answer = JSON.parse(request.responseText); } catch (other) { answer = null; }
        if (request.status === 200 && answer) { taken(answer); }
        else if (request.status === 401) { fail(word("out"), true); form.dispatchEvent(new CustomEvent("kheo:outside", { detail: begin })); }
        else if (answer && answer.problem) { fail(answer.problem); }
        else { fail(word("broken", { code: request.status }), true); }
      }
      var mine = {
        tell: function (said) { note.textContent = said; },
        send: function (over) {
          request = new XMLHttpRequest();
          request.open("POST", box.dataset.url);
          request.setRequestHeader("Accept", "application/json");
          request.upload.onprogress = function (event) {
            if (!event.lengthComputable) { return; }
            bar.value = Math.round(100 * event.loaded / event.total);
            note.textContent = bar.value + "%";
          };
          request.upload.onload = function () { acts.textContent = ""; note.textContent = word("check"); };
          request.onload = function () { answered(); over(); };
          request.onerror = request.ontimeout = function () { fail(word("lost"), true); over(); };
          request.onabort = over;
          request.send(data());
        }
      };
      begin();
    }

    function take(files) { Array.prototype.forEach.call(files, job); }

    /* ---- a file leaves: asked over the form, in the words of the page that asks without scripts ---- */
    function ask(button) {
      fetch(button.dataset.removal, { credentials: "same-origin", headers: { "HX-Request": "true" } }).then(function (answer) {
        return answer.text().then(function (text) {
          if (!answer.ok) { throw new Error("asked in vain"); }
          show(text, button.closest("li"));
        });
      }).catch(function () { location.href = button.dataset.removal; });
    }
    function show(text, line) {
      var dialog = document.body.appendChild(make("dialog", "card box removal"));
      dialog.innerHTML = text;
      dialog.setAttribute("aria-labelledby", "go-tep");
      dialog.addEventListener("close", function () { dialog.remove(); });
      dialog.querySelector("[data-leave]").addEventListener("click", function (event) { event.preventDefault(); dialog.close(); });
      dialog.querySelector("form").addEventListener("submit", function (event) {
        event.preventDefault();
        remove(event.target, dialog, line);
      });
      dialog.showModal();
      dialog.querySelector("[data-leave]").focus();
    }
    function remove(asked, dialog, line) {
      var sent = new FormData(asked);
      ["khoa", "goc"].forEach(function (name) { sent.append(name, form.elements[name].value); });
      fetch(asked.action, { method: "POST", body: sent, credentials: "same-origin", headers: { Accept: "application/json" } }).then(function (answer) {
        return answer.json().then(function (said) {
          dialog.close();
          if (!answer.ok) { location.href = asked.action; return; }
          line.remove();
          count();
          status.textContent = said.said;
          box.focus({ preventScroll: true });
          form.dispatchEvent(new CustomEvent("kheo:file", { detail: { name: box.dataset.files, state: said.state } }));
        });
      }).catch(function () { asked.submit(); });
    }
    box.addEventListener("click", function (event) {
      var button = event.target.closest("button[data-removal]");
      if (!button || !window.HTMLDialogElement) { return; }
      event.preventDefault();
      ask(button);
    });

    each(box, 'input[type="file"]', function (input) {
      input.addEventListener("change", function (event) {
        event.stopPropagation();
        take(input.files);
        input.value = "";
      });
    });
    box.addEventListener("dragover", function (event) {
      if (!carries(event)) { return; }
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      box.classList.add("over");
    });
    box.addEventListener("dragleave", function (event) { if (!box.contains(event.relatedTarget)) { box.classList.remove("over"); } });
    box.addEventListener("drop", function (event) {
      box.classList.remove("over");
      if (!carries(event)) { return; }
      event.preventDefault();
      take(event.dataTransfer.files);
    });
    box.kheoTake = take;
  }

  /* ---- a picture from the clipboard: into the field one stands in, else into the only one there is ---- */
  function pasted(event) {
    var clip = event.clipboardData, files = clip ? Array.prototype.filter.call(clip.files, function (one) { return /^image\/(png|jpeg)$/.test(one.type); }) : [];
    if (!files.length || clip.getData("text/plain")) { return; }
    var all = Array.prototype.filter.call(document.querySelectorAll(".filefield[data-url]"), function (box) { return box.kheoTake && box.querySelector(".shoot") && box.offsetParent; });
    var box = all.filter(function (one) { return one.contains(document.activeElement); })[0] || (all.length === 1 ? all[0] : null);
    if (!box) { return; }
    event.preventDefault();
    var at = new Date(), two = function (n) { return (n < 10 ? "0" : "") + n; };
    var name = word("pasted") + " " + [two(at.getDate()), two(at.getMonth() + 1), at.getFullYear()].join("-") + " " + [two(at.getHours()), two(at.getMinutes()), two(at.getSeconds())].join(".");
    files.forEach(function (one, n) { fitting(box, one).then(function (blob) {
      box.kheoTake([new File([blob], name + (n ? " " + (n + 1) : "") + (blob.type === "image/png" ? ".png" : ".jpg"), { type: blob.type })]);
    }); });
    box.scrollIntoView({ block: "nearest" });
  }
  /* Clipboards hold PNG; where the field takes photographs only, it becomes one. */
  function fitting(box, blob) {
    var kinds = box.dataset.kinds.split(",");
    if (kinds.indexOf(blob.type === "image/png" ? ".png" : ".jpg") >= 0) { return Promise.resolve(blob); }
    return createImageBitmap(blob).then(function (picture) {
      var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      canvas.width = picture.width;
      canvas.height = picture.height;
      pen.fillStyle = "white";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0);
      return new Promise(function (done) { canvas.toBlob(done, kinds.indexOf(".jpg") >= 0 ? "image/jpeg" : "image/png", 0.9); });
    });
  }

  function ready(root) {
    each(root, "form.desk", function (form) {
      if (form.dataset.filesReady || !form.querySelector(".filefield[data-url]")) { return; }
      form.dataset.filesReady = "1";
      var queue = desk(form);
      each(form, ".filefield[data-url]", function (box) { field(box, queue); });
    });
  }
  /* The page of one file: arrows walk, Escape goes back. */
  document.addEventListener("keydown", function (event) {
    var rel = { ArrowLeft: "[rel=prev]", ArrowRight: "[rel=next]", Escape: "[data-file-back]" }[event.key];
    var there = rel && !event.altKey && !event.ctrlKey && !event.metaKey && document.querySelector(".one-file " + rel);
    if (there) { there.click(); }
  });
  document.addEventListener("paste", pasted);
  /* A file that misses the field must not replace the page. */
  ["dragover", "drop"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      if (carries(event) && !event.defaultPrevented && document.querySelector(".filefield[data-url]")) {
        event.preventDefault();
        event.dataTransfer.dropEffect = "none";
      }
    });
  });
  document.addEventListener("DOMContentLoaded", function () { ready(document); });
  document.addEventListener("htmx:afterSwap", function (event) { ready(event.target); });
})();
