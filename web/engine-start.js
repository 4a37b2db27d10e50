
// The start of the worker; the build appends it to the engine's script. Questions that arrive while the WebAssembly
// loads wait here: a worker that has no listener yet would drop them.
{
  const early = [];
  const keep = (message) => early.push(message);
  self.addEventListener("message", keep);
  wasm_bindgen({ module_or_path: "engine_bg.wasm" }).then(
    () => {
      self.removeEventListener("message", keep);
      early.forEach((message) => self.dispatchEvent(message));
    },
    // Thrown outside the promise, so that the page's `error` listener of the worker hears of it.
    (error) => setTimeout(() => { throw error; }),
  );
}
