// The engine's importer, and its search over what was read.
import init, { FlowLog } from "./pipeline.js";

const started = init();
let log;

const read = async (memory, reading) => {
  log?.free();
  log = undefined;
  const before = memory.buffer.byteLength;
  const start = performance.now();
  log = await reading();
  const ms = performance.now() - start;
  return { ms, flows: log.flows(), grown: memory.buffer.byteLength - before };
};

const search = (memory, { day, ip }) => {
  const start = performance.now();
  const numbers = log.search(day, ip);
  const ms = performance.now() - start;
  return { ms, numbers: [...numbers], memory: memory.buffer.byteLength };
};

onmessage = async ({ data }) => {
  try {
    const { memory } = await started;
    if (data.read) postMessage(await read(memory, () => FlowLog.of_file(data.read)));
    else if (data.fetch) postMessage(await read(memory, () => FlowLog.of_url(data.fetch)));
    else postMessage(search(memory, data.search));
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
