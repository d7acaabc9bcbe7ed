// Hides what the answers so far do not call for. Without this file everything is shown, with its
// condition in words; the server asks and keeps only what is called for.
(function () {
  "use strict";
  function judge() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-shown-by]"), function (part) {
      var on = document.querySelectorAll("[name='" + part.dataset.shownBy + "']:checked");
      var above = on.length && on[0].closest("[data-shown-by]");
      part.hidden = Boolean(above && above.hidden) || !Array.prototype.some.call(on, function (box) {
        return box.value === part.dataset.shownAt;
      });
    });
  }
  document.addEventListener("change", judge);
  judge();
})();
