// Runs both workers on the same body, turn by turn, and gives back the times of each.
import { ask } from "./ask.js";

window.measure = async (rows, runs) => {
  const ours = new Worker("engine-worker.js", { type: "module" });
  const plain = new Worker("javascript-worker.js", { type: "module" });
  try {
    const first = await ask(ours, { rows });
    const other = await ask(plain, { rows });
    if (JSON.stringify(first.numbers) !== JSON.stringify(other.numbers))
      throw new Error(`different answers: ${first.numbers} and ${other.numbers}`);
    const times = { ours: [], plain: [], bytesPerRow: first.bytesPerRow };
    for (let run = 0; run < runs; run++) {
      times.ours.push((await ask(ours, {})).ms);
      times.plain.push((await ask(plain, {})).ms);
    }
    return times;
  } finally {
    ours.terminate();
    plain.terminate();
  }
};

window.lookUp = async (family, runs) => {
  const worker = new Worker("places-worker.js", { type: "module" });
  try {
    await ask(worker, { family });
    const times = [];
    for (let run = 0; run < runs; run++) times.push((await ask(worker, {})).ms);
    return times;
  } finally {
    worker.terminate();
  }
};
document.title = "ready";
