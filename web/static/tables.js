/* Table-forms: a block from Excel pasted into a cell, a question before a filled row goes, counters. Pages work without. */
"use strict";
(function () {
  function fromSheet(data) {
    var text = data.getData("text/plain");
    return /\t/.test(text) || (/\n./.test(text) && /<table/i.test(data.getData("text/html")));
  }
  /* "f.<form>.<table>.<row>.<column>", and the option of a mark box */
  function place(field) {
    var parts = (field.name || "").split(".");
    if (parts.length !== 5 || parts[0] !== "f") { return null; }
    return { at: parts[1] + "." + parts[2], row: parts[3],
             column: parts[4].replace(/__den$/, "") + (field.type === "radio" ? ":" + field.value : "") };
  }
  function choose(select, value) {
    if (select && Array.prototype.some.call(select.options, function (o) { return o.value === value; })) { select.value = value; }
  }
  document.addEventListener("paste", function (event) {
    var found = event.target.closest && event.target.closest(".tf") ? place(event.target) : null;
    var box = found && document.querySelector('.paste[data-paste="' + found.at + '"]');
    if (!box || !event.clipboardData || !fromSheet(event.clipboardData)) { return; }
    event.preventDefault();
    box.querySelector("textarea").value = event.clipboardData.getData("text/plain");
    choose(box.querySelector('[name^="tu."]'), found.row);
    choose(box.querySelector('[name^="cot."]'), found.column);
    box.querySelector("button").click();
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-ask]");
    if (button && !window.confirm(button.dataset.ask)) { event.preventDefault(); event.stopPropagation(); }
  }, true);

  /* a touched value may be set back; a long text tells how much room is left */
  function length(text) { return Array.from(text.normalize("NFC").trim()).length; }
  document.addEventListener("input", function (event) {
    var field = event.target, near = field.closest && field.closest("[data-item], td");
    if (near) { Array.prototype.forEach.call(near.querySelectorAll("[data-again]"), function (one) { one.hidden = false; }); }
    var count = field.id && document.querySelector('[data-count="' + field.id + '"]');
    if (!count) { return; }
    var n = length(field.value), most = Number(count.dataset.most);
    count.textContent = count.textContent.replace(/^[\d.]+/, String(n).replace(/\B(?=(\d{3})+$)/g, "."));
    count.classList.toggle("over", n > most);
    if (count.dataset.near !== undefined) { count.hidden = n * 5 < most * 4; }
  });
})();
