/* Table-forms: a block copied from Excel may be pasted into any cell; deleting a filled row asks. Pages work without. */
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
})();
