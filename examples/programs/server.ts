/**
 * A small service for the example: answers `GET /directors?genre=Western` with how many films each
 * director made. Start it in a terminal of its own:
 *
 * ```
 * deno run -A examples/programs/server.ts
 * ```
 *
 * @module
 */

import { parseFilms } from "../lib/films.ts";

/** The port that the flow is allowed to reach; it is spelled out there once more. */
export const PORT = 8127;

/**
 * Starts the service on 127.0.0.1.
 *
 * @throws {Deno.errors.AddrInUse} If something listens on that port already.
 */
export function startServer(): Deno.HttpServer {
  const text = Deno.readTextFileSync(new URL("../data/movies.json", import.meta.url));
  const films = parseFilms(text);
  return Deno.serve({ hostname: "127.0.0.1", port: PORT, onListen() {} }, (request) => {
    const url = new URL(request.url);
    if (url.pathname !== "/directors") return new Response("Not found", { status: 404 });
    const counts: Record<string, number> = {};
    for (const { genre, director } of films) {
      if (director !== null && genre === url.searchParams.get("genre")) {
        counts[director] = (counts[director] ?? 0) + 1;
      }
    }
    return Response.json(counts);
  });
}

if (import.meta.main) {
  startServer();
  console.log(`Listening on http://127.0.0.1:${PORT}, end with Ctrl-C`);
}
