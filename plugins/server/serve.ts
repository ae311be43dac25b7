/**
 * `flow serve`: the API over a store, on this machine. It listens before anything of the API is
 * loaded, so that it is there at once; the first request waits for that.
 *
 * @module
 */

import { lazy } from "../../store/lazy.ts";
import { FlowError } from "../../store/error.ts";
import { problemResponse } from "./api/problem.ts";
import { checkRequest, tokenCookie } from "./guard/guard.ts";
import { SECURITY_HEADERS } from "./guard/headers.ts";
import type { CardRenderer } from "../cards/view/renderer.ts";
import { limitBody } from "./guard/limit_body.ts";
import { Pages, redirect } from "./files/pages.ts";
import type { ChangeFeed } from "./events/change_feed.ts";
import { LiveStore } from "./store/live_store.ts";

/** How a store is served. */
export interface ServeOptions {
  /** The store's folder. */
  store: string;
  /**
   * The address to listen on.
   *
   * @default {"127.0.0.1"}
   */
  host?: string;
  /**
   * 0 for any that is free.
   *
   * @default {0}
   */
  port?: number;
  /**
   * What requests must carry.
   *
   * @default {null}, which only loopback addresses allow
   */
  token?: string | null;
  /** Change nothing in the store. */
  readOnly?: boolean;
  /**
   * The folder of the web page.
   *
   * @default The page that comes with Flow.
   */
  page?: string;
}

/** A server that listens. */
export interface Serving {
  /** `http://127.0.0.1:8000` */
  url: string;
  /** Resolves when it has stopped. */
  finished: Promise<void>;
  /** Lets what is under way end, and takes nothing new. */
  stop(): Promise<void>;
}

type Handler = (request: Request) => Response | Promise<Response>;

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Serves a store.
 *
 * @throws FlowError `serve-failed` where the address cannot be listened on; `token-missing` for an
 * address that others can reach, without a token.
 */
export function startServer(options: ServeOptions): Serving {
  const { host = "127.0.0.1", port = 0, token = null } = options;
  const isLocal = LOOPBACK.includes(host) || host === "::1";
  if (!isLocal && token === null) {
    throw new FlowError("token-missing", `Others can reach ${host}: a token is needed`, {
      exitCode: 2,
    });
  }
  const store = new LiveStore(options.store);
  let feed: ChangeFeed | null = null;
  let renderer: CardRenderer | null = null;
  let app: Promise<Handler> | null = null;
  const loadApp = async (): Promise<Handler> => {
    const [{ createApp }, { ChangeFeed }, { CardRenderer }] = await Promise.all([
      lazy<typeof import("./api/app.ts")>(new URL("./api/app.ts", import.meta.url)),
      lazy<typeof import("./events/change_feed.ts")>(
        new URL("./events/change_feed.ts", import.meta.url),
      ),
      lazy<typeof import("../cards/view/renderer.ts")>(
        new URL("../cards/view/renderer.ts", import.meta.url),
      ),
    ]);
    feed = new ChangeFeed(store);
    renderer = new CardRenderer();
    const { reader } = store;
    const { fetch } = createApp({
      reader,
      store,
      feed,
      renderer,
      readOnly: options.readOnly ?? false,
    });
    return (request) => fetch(request);
  };
  const pages = new Pages(options.page);
  // On an address that others reach, it has names that it cannot know.
  const hosts = isLocal ? LOOPBACK : null;
  const answer = async (request: Request): Promise<Response> => {
    try {
      checkRequest(request, { hosts, token });
      const { pathname, searchParams } = new URL(request.url);
      if (token !== null && searchParams.has("token") && !pathname.startsWith("/api/")) {
        // So that it stays in no history, and is not shared with the address.
        searchParams.delete("token");
        return redirect(`${pathname}${searchParams.size === 0 ? "" : `?${searchParams}`}`);
      }
      const page = pages.answer(request, pathname);
      if (page !== null) return page;
      store.look();
      return await (await (app ??= loadApp()))(await limitBody(request));
    } catch (error) {
      return problemResponse(error);
    }
  };
  const server = listen({ hostname: host, port }, async (request) => {
    const response = await answer(request);
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
      // What a flow wrote has a policy of its own.
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    if (token !== null && response.status < 400 && new URL(request.url).searchParams.has("token")) {
      response.headers.append("set-cookie", tokenCookie(token));
    }
    return response;
  });
  // Who starts a server asks it something soon; by then it has been loaded.
  const loading = setTimeout(() => {
    (app ??= loadApp()).catch(() => app = null);
  });
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${server.addr.port}`,
    finished: server.finished.finally(() => {
      renderer?.[Symbol.dispose]();
      store[Symbol.dispose]();
    }),
    stop() {
      clearTimeout(loading);
      // They would go on for ever.
      feed?.[Symbol.dispose]();
      return server.shutdown();
    },
  };
}

function listen(options: { hostname: string; port: number }, handler: Handler) {
  try {
    return Deno.serve({
      ...options,
      onListen() {},
      onError: (error) => problemResponse(error),
    }, handler);
  } catch (error) {
    const reason = error instanceof Deno.errors.AddrInUse
      ? "another program listens there"
      : (error as Error).message;
    throw new FlowError(
      "serve-failed",
      `Cannot listen on ${options.hostname}:${options.port}: ${reason}`,
      {
        hint: "Choose another port with --port, or none for any that is free.",
        cause: error,
      },
    );
  }
}
