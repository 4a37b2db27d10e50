// Looking addresses up, of the family `v4` or `v6` that the first question names: it makes the ranges and warms up, each further
// one is a run.
import init, { LookUps } from "./pipeline.js";

const RANGES = 4_000_000;
const ADDRESSES = 100_000;
let lookUps;

onmessage = async ({ data }) => {
  try {
    if (!lookUps) {
      await init();
      lookUps = LookUps[data.family](RANGES, ADDRESSES);
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
