
// The start of the worker; the build appends it to the engine's script. A failure is thrown outside the promise, so that
// the page's `error` listener of the worker hears of it.
__wbg_init().catch((error) => setTimeout(() => { throw error; }));
