// The same on DuckDB, in a worker of its own: the columns that the engine keeps, from the file into a table of its own.
import * as duckdb from "@duckdb/duckdb-wasm";

const DIST = "/node_modules/@duckdb/duckdb-wasm/dist/";
const TOP = 20;
// Told beforehand, so that nothing has to be guessed.
const COLUMNS = {
  ts: "DOUBLE",
  uid: "VARCHAR",
  orig_h: "VARCHAR",
  orig_p: "USMALLINT",
  resp_h: "VARCHAR",
  resp_p: "USMALLINT",
  proto: "VARCHAR",
  service: "VARCHAR",
  duration: "DOUBLE",
  orig_bytes: "BIGINT",
  resp_bytes: "BIGINT",
  conn_state: "VARCHAR",
  local_orig: "VARCHAR",
  local_resp: "VARCHAR",
  missed_bytes: "BIGINT",
  history: "VARCHAR",
  orig_pkts: "BIGINT",
  orig_ip_bytes: "BIGINT",
  resp_pkts: "BIGINT",
  resp_ip_bytes: "BIGINT",
  tunnel_parents: "VARCHAR",
};
const KEPT = `ts, duration, orig_h, orig_p, resp_h, resp_p, proto, conn_state, orig_ip_bytes, resp_ip_bytes, orig_pkts, resp_pkts`;
const READ = `CREATE TABLE flows AS SELECT ${KEPT} FROM read_csv('conn.log', auto_detect = false, header = false, skip = 8,
  delim = '\t', quote = '', escape = '', nullstr = '-', columns = {${Object.entries(COLUMNS).map(([name, type]) => `'${name}': '${type}'`)}})`;

const groups = (ip, first, behind) => `CREATE OR REPLACE TEMP TABLE found AS
  SELECT orig_h, resp_h, orig_p, resp_p, min(ts) AS first_seen, max(ts) AS last_seen, count(*) AS connections,
    max(orig_pkts + resp_pkts) AS max_pkts, avg(orig_pkts + resp_pkts) AS avg_pkts,
    max(orig_ip_bytes + resp_ip_bytes) AS max_bytes, avg(orig_ip_bytes + resp_ip_bytes) AS avg_bytes
  FROM flows WHERE (orig_h = '${ip}' OR resp_h = '${ip}') AND ts >= ${first} AND ts < ${behind}
  GROUP BY orig_h, resp_h, orig_p, resp_p`;

export class DuckDb {
  static async start(file) {
    const worker = new Worker(`${DIST}duckdb-browser-eh.worker.js`);
    const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
    await database.instantiate(new URL(`${DIST}duckdb-eh.wasm`, location.href).href);
    await database.registerFileHandle("conn.log", file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
    const connection = await database.connect();
    return Object.assign(new DuckDb(), { worker, connection });
  }

  async ask(question) {
    return (await this.connection.query(question)).toArray();
  }

  async read() {
    await this.ask("DROP TABLE IF EXISTS flows");
    const start = performance.now();
    await this.ask(READ);
    const ms = performance.now() - start;
    const [{ flows }] = await this.ask("SELECT count(*) AS flows FROM flows");
    return { ms, flows: Number(flows) };
  }

  async search({ day, ip }) {
    const midnight = Date.parse(day) / 1000;
    const start = performance.now();
    await this.ask(groups(ip, midnight, midnight + 86400));
    const tables = [];
    for (const by of ["connections", "max_bytes"])
      for (const side of ["resp_h", "orig_h"])
        tables.push(await this.ask(`SELECT * FROM found WHERE ${side} = '${ip}' ORDER BY ${by} DESC LIMIT ${TOP}`));
    const ms = performance.now() - start;
    const [all] = await this.ask("SELECT count(*) AS count, sum(connections)::BIGINT AS connections FROM found");
    const numbers = [all.count, all.connections];
    for (const [index, rows] of tables.entries()) numbers.push(...rows.map((row) => (index < 2 ? row.connections : row.max_bytes)));
    return { ms, numbers: numbers.map(Number) };
  }

  terminate() {
    this.worker.terminate();
  }
}
