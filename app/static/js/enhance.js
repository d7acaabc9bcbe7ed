// Says early that a chosen file is too large. The server checks it again; without this file nothing is lost.
(function () {
  "use strict";
  function judge(event) {
    var input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== "file" || !input.dataset.maxBytes) return;
    var warning = document.getElementById(input.id + "-size");
    if (!warning) return;
    var tooLarge = Array.prototype.some.call(input.files, function (file) {
      return file.size > Number(input.dataset.maxBytes);
    });
    warning.textContent = tooLarge ? input.dataset.tooLarge : "";
  }
  if (document.documentElement.dataset.enhanced) return;
  document.documentElement.dataset.enhanced = "1";
  document.addEventListener("change", judge);
})();
