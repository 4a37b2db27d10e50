// Starts the app, or says why it cannot. A classic script: it has to run where modules and WebAssembly do not.
(function () {
  "use strict";
  var boot = document.getElementById("boot");
  var app = document.querySelector("meta[name=app]");

  function fail(what, advice) {
    var alert = document.createElement("div");
    alert.setAttribute("role", "alert");
    alert.className = "boot-message";
    [["h2", what], ["p", advice]].forEach(function (part) {
      alert.appendChild(document.createElement(part[0])).textContent = part[1];
    });
    var retry = alert.appendChild(document.createElement("button"));
    retry.textContent = "Reload";
    retry.addEventListener("click", function () { location.reload(); });
    boot.querySelector("main").replaceChildren(alert);
  }

  if (location.protocol === "file:") {
    fail("Opened as a file", "Browsers load WebAssembly only from a web server. Serve this folder, then open its http:// address.");
    return;
  }
  if (typeof WebAssembly !== "object") {
    fail("WebAssembly is not available",
      "This browser is too old, or its security settings switch WebAssembly off for this site. A current Firefox, Chrome, Edge or Safari runs this app.");
    return;
  }
  import(app.content)
    .then(function (module) { return module.default({ module_or_path: new URL(app.dataset.wasm, document.baseURI) }); })
    .then(function () { boot.remove(); })
    .catch(function (error) {
      console.error(error);
      fail("The app could not be started",
        error + ". Reload the page. If that does not help, check that every file of the app is on the server and that nothing blocks .js and .wasm files.");
    });
})();
