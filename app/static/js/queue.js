// Keys for the list: / searches, j and k go from dossier to dossier, x ticks one, Enter opens it.
// Without this file the list is walked with Tab; nothing else is lost.
(function () {
  "use strict";
  var links = Array.prototype.slice.call(document.querySelectorAll("[data-rows] a.ref"));
  function typing(element) {
    return element && (/^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) && element.type !== "checkbox");
  }
  function step(by) {
    var row = document.activeElement && document.activeElement.closest("tr");
    var here = row ? links.indexOf(row.querySelector("a.ref")) : -1;
    var next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
    if (links[next]) links[next].focus();
  }
  function tick() {
    var row = document.activeElement && document.activeElement.closest("tr");
    var box = row && row.querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      document.getElementById("tim").focus();
    } else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x") tick();
  });
})();
