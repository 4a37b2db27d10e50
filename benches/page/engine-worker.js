// The engine's pipeline. The first question loads a body and warms up, each further one is a run.
import init, { Pipeline } from "./pipeline.js";

const SOUGHT = "10.0.0.7";
let body;
let memory;

const load = async (rows) => {
  ({ memory } = await init());
  body = new Uint8Array(await (await fetch(`rows/${rows}`)).arrayBuffer());
  const before = memory.buffer.byteLength;
  const pipeline = new Pipeline(body, SOUGHT);
  const bytesPerRow = (memory.buffer.byteLength - before) / rows;
  const numbers = [...pipeline.look()];
  pipeline.free();
  return { numbers, bytesPerRow };
};

const run = () => {
  const start = performance.now();
  const pipeline = new Pipeline(body, SOUGHT);
  const ms = performance.now() - start;
  pipeline.free();
  return { ms };
};

onmessage = async ({ data }) => {
  try {
    postMessage(data.rows ? await load(data.rows) : run());
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
