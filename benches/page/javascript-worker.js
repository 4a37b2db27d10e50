// The same, as a good front-end developer would write it.
const SOUGHT = "10.0.0.7";
const TOP = 20;
let body;

const pipeline = async () => {
  const answer = await new Response(body).json();
  const rows = answer.data.flow.threat.details;

  const peers = new Map();
  const minutes = new Map();
  let connections = 0;
  for (const row of rows) {
    const isSource = row.srcIp === SOUGHT;
    const ip = isSource ? row.dstIp : row.srcIp;
    let peer = peers.get(ip);
    if (!peer) peers.set(ip, (peer = { ip, from: false, to: false, connections: 0, maxBytes: 0 }));
    if (isSource) peer.to = true;
    else peer.from = true;
    peer.connections += row.connections;
    if (row.maxBytes > peer.maxBytes) peer.maxBytes = row.maxBytes;
    connections += row.connections;
    // Per minute, up to the last one in which the row was seen.
    const last = row.lastSeen.slice(0, 16);
    const first = row.firstSeen.slice(0, 16);
    minutes.set(first, (minutes.get(first) ?? 0) + 1);
    if (last !== first) minutes.set(last, (minutes.get(last) ?? 0) + 1);
  }
  const groups = [0, 0, 0];
  for (const peer of peers.values()) groups[peer.from && peer.to ? 2 : peer.to ? 1 : 0]++;

  const toIp = rows.filter((row) => row.dstIp === SOUGHT);
  const fromIp = rows.filter((row) => row.srcIp === SOUGHT);
  const top = (rows, field) => [...rows].sort((one, other) => other[field] - one[field]).slice(0, TOP);
  const tables = ["connections", "maxBytes"].flatMap((field) => [top(toIp, field), top(fromIp, field)].map((rows) => rows.map((row) => row[field])));
  return [rows.length, connections, ...groups, ...tables.flat()];
};

onmessage = async ({ data }) => {
  try {
    if (data.rows) {
      body = await (await fetch(`rows/${data.rows}`)).arrayBuffer();
      postMessage({ numbers: await pipeline() });
      return;
    }
    const start = performance.now();
    await pipeline();
    postMessage({ ms: performance.now() - start });
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
