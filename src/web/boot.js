// Starts the app, or says why it cannot. A classic script: it has to run where modules and WebAssembly do not.
(function () {
  "use strict";
  var boot = document.getElementById("boot");
  var app = document.querySelector("meta[name=app]");

  function fail(what, advice) {
    var alert = document.createElement("div");
    alert.className = "panel";
    alert.setAttribute("role", "alert");
    alert.appendChild(document.createElement("h2")).textContent = what;
    alert.appendChild(document.createElement("p")).textContent = advice;
    var reload = alert.appendChild(document.createElement("button"));
    reload.textContent = "Reload";
    reload.addEventListener("click", useNewest);
    boot.querySelector("main").replaceChildren(alert);
  }

  // Where this build does not start, the next one may: without its page nobody else lets it.
  function useNewest() {
    var reload = function () { location.reload(); };
    if (!navigator.serviceWorker) { reload(); return; }
    navigator.serviceWorker.getRegistration()
      .then(function (registration) {
        if (registration && registration.waiting) registration.waiting.postMessage("use");
      })
      .then(reload, reload);
  }

  // The theme that the analyst chose (src/ui/hooks/theme.rs), before the app is there to set it.
  try {
    var theme = localStorage.getItem("theme");
    if (theme) document.documentElement.setAttribute("data-theme", theme);
  } catch (unavailable) { /* A browser that keeps nothing has no choice to show. */ }

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
    .then(function (module) {
      return module.default({ module_or_path: app.dataset.wasm })
        .then(function () { return new Promise(function (next) { setTimeout(next, 0); }); })
        .then(module.start);
    })
    .then(function () { boot.remove(); })
    .catch(function (error) {
      console.error(error);
      fail("The app could not be started",
        error + ". Reload the page. If that does not help, check that every file of the app is on the server, and that nothing blocks .js and .wasm files.");
    });
})();
