import * as dgram from "node:dgram";
import * as dns from "node:dns";
import * as http from "node:http";
import * as net from "node:net";
import { outcome, type Probes } from "./probe.ts";

const portOf = (host: string) => Number(host.split(":")[1]);

/** Reaching a server, or being one. */
export const netProbes: Probes = {
  fetch: async ({ host }) => await (await fetch(`http://${host}/`)).text(),
  "Deno.connect": async ({ host }) =>
    (await Deno.connect({ hostname: "127.0.0.1", port: portOf(host) })).close(),
  "Deno.connect, Unix": async ({ socket }) =>
    (await Deno.connect({ transport: "unix", path: socket })).close(),
  WebSocket: ({ host }) => opened(new WebSocket(`ws://${host}/`)),
  EventSource: ({ host }) => opened(new EventSource(`http://${host}/`)),
  "Deno.createHttpClient by a proxy": ({ host }) =>
    Deno.createHttpClient({ proxy: { url: `http://${host}` } }).close(),
  "node:net connect": async ({ host }) => {
    const socket = net.connect(portOf(host), "127.0.0.1");
    await outcome(socket, "connect");
    socket.destroy();
  },
  "node:net connect, Unix": async (target) => {
    const socket = net.connect({ path: target.socket });
    await outcome(socket, "connect");
    socket.destroy();
  },
  "node:http get": ({ host }) => outcome(http.get(`http://${host}/`), "response"),
  "Deno.listen": () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
  "Deno.listen, Unix": ({ temp }) =>
    Deno.listen({ transport: "unix", path: `${temp}/listen` }).close(),
  "Deno.serve": async () => {
    const options = { hostname: "127.0.0.1", port: 0, onListen() {} };
    await Deno.serve(options, () => new Response()).shutdown();
  },
  "node:net listen": async () => {
    const server = net.createServer();
    const listening = outcome(server, "listening");
    server.listen(0, "127.0.0.1");
    await listening;
    server.close();
  },
  "node:http listen": async () => {
    const server = http.createServer();
    const listening = outcome(server, "listening");
    server.listen(0, "127.0.0.1");
    await listening;
    server.close();
  },
  "node:dgram send": async ({ host }) => {
    const socket = dgram.createSocket("udp4");
    try {
      await new Promise((resolve, reject) => {
        socket.on("error", reject);
        socket.send(
          "told",
          portOf(host),
          "127.0.0.1",
          (error) => error ? reject(error) : resolve(1),
        );
      });
    } finally {
      socket.close();
    }
  },
};

/** Asking for addresses: the name itself tells something to whoever runs the server of names. */
export const dnsProbes: Probes = {
  "Deno.resolveDns": () =>
    Deno.resolveDns("told.invalid", "A", { nameServer: { ipAddr: "127.0.0.1", port: 9 } }),
  "node:dns lookup": () =>
    new Promise((resolve, reject) =>
      dns.lookup("told.invalid", (error, address) => error ? reject(error) : resolve(address))
    ),
  "node:dns resolve4": () =>
    new Promise((resolve, reject) =>
      dns.resolve4("told.invalid", (error, found) => error ? reject(error) : resolve(found))
    ),
};

async function opened(source: WebSocket | EventSource): Promise<string> {
  try {
    return await new Promise((resolve, reject) => {
      source.addEventListener("open", () => resolve("open"));
      source.addEventListener("error", (event) => {
        reject(new Error(`event ${(event as ErrorEvent).message ?? "error"}`));
      });
    });
  } finally {
    source.close();
  }
}
