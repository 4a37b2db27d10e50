// Has both read the same flow log and search it, turn by turn, and gives back the times of each.
import { ask } from "./ask.js";
import { DuckDb } from "./duckdb.js";

const startEngine = () => new Worker("import-worker.js", { type: "module" });

const same = (what, one, other) => {
  if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`${what} differ: ${JSON.stringify([one, other])}`);
};

window.measureImport = async (rows, runs, sought) => {
  // In memory: what a disk takes is not what is measured.
  const file = new File([await (await fetch(`zeek/${rows}`)).arrayBuffer()], "conn.log");
  const ours = startEngine();
  const duckdb = await DuckDb.start(file);
  try {
    const times = { load: [], search: [], duckdbLoad: [], duckdbSearch: [] };
    // The first turn warms up.
    for (let run = 0; run <= runs; run++) {
      const read = await ask(ours, { read: file });
      const found = await ask(ours, { search: sought });
      const duckdbRead = await duckdb.read();
      const duckdbFound = await duckdb.search(sought);
      same("The flows", [read.flows, rows], [duckdbRead.flows, duckdbRead.flows]);
      same("The rows", found.numbers, duckdbFound.numbers);
      if (run === 0) {
        times.bytesPerRow = read.grown / rows;
        continue;
      }
      times.load.push(read.ms);
      times.search.push(found.ms);
      times.duckdbLoad.push(duckdbRead.ms);
      times.duckdbSearch.push(duckdbFound.ms);
    }
    return times;
  } finally {
    ours.terminate();
    duckdb.terminate();
  }
};

window.loadMany = async (rows, sought) => {
  const ours = startEngine();
  try {
    const read = await ask(ours, { fetch: `zeek/${rows}` });
    same("The flows", read.flows, rows);
    const found = await ask(ours, { search: sought });
    if (!(found.numbers[1] > rows / 10)) throw new Error(`only ${found.numbers[1]} connections are found`);
    return { memoryMb: found.memory / 1e6, loadMs: read.ms, searchMs: found.ms };
  } finally {
    ours.terminate();
  }
};
document.title = "ready";
