// Lets the app start without a network: it keeps the files of one build, and answers with them. scripts/finish-offline
// writes the build's name and its files into this script, so that each build is another service worker.
//
//   the page, and the files of the build   what is kept: page and files are always of the same build
//   config.json                            the site's, or what it said last
//   anything else                          is none of its business: GraphQL, context files, other hosts; and the demo's
//                                          day, which the engine keeps in its own store (src/local/package.rs)
"use strict";

const BUILD = "unfinished";
const FILES = [];

// Other apps of this host keep their own things: the scope, which holds no space, tells them apart.
const OURS = `flow-threat-investigation ${registration.scope} `;
const OF_THE_BUILD = OURS + BUILD;
const OF_THE_SITE = `${OURS}site`;
// Long enough for a server that is there, short enough to wait for at each start.
const CONFIG_LIMIT_MS = 2500;

const page = new URL("./", registration.scope).href;
const files = new Set(FILES.map((file) => new URL(file, page).href));

addEventListener("install", (event) => event.waitUntil(keepBuild()));

addEventListener("activate", (event) => event.waitUntil(forgetOtherBuilds().then(() => clients.claim())));

// A new build waits until its page is wanted: what is open goes on with the build that it began with.
addEventListener("message", (event) => {
  if (event.data === "use") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(page)) return;
  const path = request.url.slice(page.length).replace(/[?#].*/, "");
  if (path === "" || path === "index.html") event.respondWith(ofTheBuild(request, page));
  else if (files.has(request.url)) event.respondWith(ofTheBuild(request, request.url));
  else if (path === "config.json") event.respondWith(config(request, event));
});

// All of them or none: while a build is being copied to the server, some may be missing or of the former one. Then the
// browser comes back later.
async function keepBuild() {
  const cache = await caches.open(OF_THE_BUILD);
  // Names carry hashes: what the page loaded a moment ago is not fetched again.
  await cache.addAll(files);
  await cache.put(page, await fetchPage());
  // The first page asked for it before anyone was here to keep it. It is no part of the build: without it, it is kept later.
  await fetchConfig("config.json").catch(() => {});
}

// Some servers know the page only as a folder, some only as a file, and some lead from one to the other.
async function fetchPage() {
  for (const address of [page, new URL("index.html", page).href]) {
    const response = await fetch(address, { cache: "no-cache" });
    const text = await response.text();
    if (response.ok && text.includes(`content="${BUILD}"`)) {
      // Made anew: a page may not be answered with what was led elsewhere.
      const headers = new Headers(response.headers);
      for (const name of ["content-encoding", "content-length"]) headers.delete(name);
      return new Response(text, { headers });
    }
  }
  throw new Error(`The page on the server is not that of build ${BUILD}.`);
}

async function forgetOtherBuilds() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== OF_THE_BUILD && name !== OF_THE_SITE) await caches.delete(name);
  }
}

async function ofTheBuild(request, address) {
  const cache = await caches.open(OF_THE_BUILD);
  return (await cache.match(address, { ignoreVary: true })) ?? fetch(request);
}

async function fetchConfig(request) {
  const response = await fetch(request, { cache: "no-cache" });
  // That there is none is worth to be known as well.
  if (response.ok || response.status === 404) await (await caches.open(OF_THE_SITE)).put(request, response.clone());
  return response;
}

async function config(request, event) {
  const fresh = fetchConfig(request);
  // One that is late is for the next start.
  event.waitUntil(fresh.catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, CONFIG_LIMIT_MS));
  const first = await Promise.race([fresh.catch(() => undefined), late]);
  if (first) return first;
  const cache = await caches.open(OF_THE_SITE);
  return (await cache.match(request, { ignoreVary: true })) ?? fresh;
}
