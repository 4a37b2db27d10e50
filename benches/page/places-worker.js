// Looking addresses up. The first question makes the ranges and warms up, each further one is a run.
import init, { LookUps } from "./pipeline.js";

const RANGES = 4_000_000;
const ADDRESSES = 100_000;
let lookUps;

onmessage = async () => {
  try {
    if (!lookUps) {
      await init();
      lookUps = new LookUps(RANGES, ADDRESSES);
      // All but the last few addresses are in a range.
      const found = lookUps.run();
      if (found < ADDRESSES * 0.999) throw new Error(`only ${found} addresses were found`);
      postMessage({});
    } else {
      const start = performance.now();
      lookUps.run();
      postMessage({ ms: performance.now() - start });
    }
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
