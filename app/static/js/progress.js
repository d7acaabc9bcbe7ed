// Looks again, quietly, how far something is, and says it politely. Without this file the page
// loads itself again (meta refresh in noscript).
(function () {
  "use strict";
  var place = document.getElementById("progress");
  if (!place || !place.dataset.follow || !window.fetch) return;
  function look() {
    fetch(window.location.href, { credentials: "same-origin" })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(function (text) {
        var now = new DOMParser().parseFromString(text, "text/html").getElementById("progress");
        if (!now) return;
        if (!now.dataset.follow) {
          window.location.reload();
          return;
        }
        if (place.textContent.trim() !== now.textContent.trim()) place.replaceChildren.apply(place, now.childNodes);
        wait();
      });
  }
  function wait() {
    window.setTimeout(look, Number(place.dataset.follow) * 1000);
  }
  wait();
})();
