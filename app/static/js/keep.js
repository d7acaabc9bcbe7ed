// Keeps what is typed into form[data-keep] on this device, text and photos, until the server has it; sends it when
// the signal is back. Without this file it is an ordinary form with "Lưu nháp". The form key makes the deed once.
(function () {
  "use strict";
  var form = document.querySelector("form[data-keep]");
  if (!form || !window.indexedDB || !window.fetch || !window.DataTransfer) return;
  var words = form.dataset;
  var status = form.querySelector("[data-keep-status]");
  var key = words.keepWho + ":" + words.keep;
  var DAYS = 14, RETRY = 15000, WAIT = 300;
  var record = null, sending = false, timer = 0;

  function store(mode, deed) {
    return new Promise(function (done, failed) {
      var opening = indexedDB.open("nscl-keep", 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore("forms"); };
      opening.onerror = function () { failed(opening.error); };
      opening.onsuccess = function () {
        var base = opening.result, change = base.transaction("forms", mode);
        var asked = deed(change.objectStore("forms"));
        change.oncomplete = function () { base.close(); done(asked.result); };
        change.onerror = change.onabort = function () { base.close(); failed(change.error); };
      };
    });
  }
  function save() { return store("readwrite", function (forms) { return forms.put(record, key); }); }
  function forget() {
    record = null;
    return store("readwrite", function (forms) { return forms.delete(key); });
  }
  // Others' records, and old ones, have no business here.
  function sweep() {
    var oldest = Date.now() - DAYS * 864e5;
    return store("readwrite", function (forms) {
      var going = forms.openCursor();
      going.onsuccess = function () {
        var at = going.result;
        if (!at) return;
        if (String(at.key).indexOf(words.keepWho + ":") !== 0 || at.value.at < oldest) at.delete();
        at.continue();
      };
      return going;
    });
  }

  function each(deed) { Array.prototype.forEach.call(form.elements, deed); }
  function collect() {
    var found = { values: [], files: [] };
    each(function (field) {
      if (!field.name || field.name === "csrf_token" || field.type === "submit") return;
      if (field.type === "file") {
        Array.prototype.forEach.call(field.files, function (file) { found.files.push([field.name, file]); });
      } else if ((field.type !== "radio" && field.type !== "checkbox") || field.checked) {
        found.values.push([field.name, field.value]);
      }
    });
    return found;
  }
  function put(kept, withKey) {
    var values = {};
    kept.values.forEach(function (pair) { values[pair[0]] = pair[1]; });
    each(function (field) {
      if (!(field.name in values) || field.type === "file" || field.type === "submit") return;
      if (field.name === "form_key" && !withKey) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === values[field.name];
      else field.value = values[field.name];
    });
    putFiles(kept.files);
  }
  function putFiles(files) {
    each(function (field) {
      if (field.type !== "file" || field.files.length) return;
      var given = new DataTransfer();
      files.forEach(function (pair) { if (pair[0] === field.name) given.items.add(pair[1]); });
      if (given.files.length) field.files = given.files;
    });
  }
  function say(text) { if (status && status.textContent !== text) status.textContent = text; }
  function same(one, other) {
    return one[1].name === other[1].name && one[1].size === other[1].size;
  }

  function keep() {
    var now = collect();
    record = { values: now.values, files: now.files, at: Date.now(), attempt: record && record.attempt };
    if (record.attempt) record.edited = true;
    return save().then(function () { say(record && record.attempt ? words.keepLater : words.keepKept); });
  }

  function attempt() {
    var body = new FormData();
    record.attempt.values.forEach(function (pair) { body.append(pair[0], pair[1]); });
    record.attempt.files.forEach(function (pair) { body.append(pair[0], pair[1], pair[1].name); });
    body.append("then", record.attempt.then);
    each(function (field) { if (field.name === "csrf_token") body.append(field.name, field.value); });
    return body;
  }
  function send() {
    if (sending || !record || !record.attempt) return;
    sending = true;
    clearTimeout(timer);
    say(words.keepSending);
    fetch(location.href, { method: "POST", body: attempt(), redirect: "manual", credentials: "same-origin" })
      .then(function (answer) { return answer.type === "opaqueredirect" ? received() : answered(); })
      .catch(function () {
        sending = false;
        say(words.keepOffline);
        timer = setTimeout(send, RETRY);
      });
  }
  // The server's receipt: it has what was sent. What was typed since stays, as the next thing to send.
  function received() {
    var sent = record.attempt;
    if (!record.edited || sent.then === "finish") {
      return forget().then(function () { location.assign(words.keepNext); });
    }
    record.files = record.files.filter(function (file) {
      return !sent.files.some(function (other) { return same(file, other); });
    });
    record.values = record.values.filter(function (pair) { return pair[0] !== "version"; });
    record.attempt = null;
    record.edited = false;
    return save().then(function () { location.reload(); });
  }
  // It answered with a page: sent once more in the plain way, so that the page is shown.
  function answered() {
    var then = document.createElement("input");
    then.type = "hidden";
    then.name = "then";
    then.value = record.attempt.then;
    form.append(then);
    HTMLFormElement.prototype.submit.call(form);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (sending) return;
    clearTimeout(timer);
    clearTimeout(typed.timer);
    typed.timer = 0;
    var now = collect();
    var then = event.submitter && event.submitter.name === "then" ? event.submitter.value : "draft";
    record = { values: now.values, files: now.files, at: Date.now(), edited: false,
      attempt: { values: now.values, files: now.files, then: then } };
    save().then(send, send);
  });
  function typed() {
    if (sending) { if (record) record.edited = true; return; }
    clearTimeout(typed.timer);
    typed.timer = setTimeout(function () { typed.timer = 0; keep(); }, WAIT);
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  // Who leaves the page within that moment has typed it all the same.
  window.addEventListener("pagehide", function () {
    if (typed.timer) keep();
  });
  window.addEventListener("online", send);

  sweep().then(function () {
    return store("readonly", function (forms) { return forms.get(key); });
  }).then(function (kept) {
    if (!kept) return;
    if ("keepAnswered" in words) { // the page shows what was sent; only the browser lost the photos
      putFiles(kept.files);
      record = null;
      return keep();
    }
    record = kept;
    put(kept, Boolean(kept.attempt));
    say(words.keepRestored);
    send();
  }).catch(function () { /* a device that keeps nothing still sends the form */ });
})();
