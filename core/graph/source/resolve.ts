import { mapSpecifier } from "./import_map.ts";
import { HOME } from "../../../store/home.ts";
import { fileUrl } from "../../../store/path.ts";
import { fromFileUrl } from "./path.ts";
import type { Project } from "./project.ts";

/** Where a specifier leads: a local file, Flow itself, or out of the project. */
export type Resolution =
  | { kind: "local"; path: string }
  | { kind: "flow" }
  | {
    kind: "npm" | "node" | "jsr" | "https" | "data" | "bare";
    /** The specifier after the import map: `npm:lodash@^4`. */
    specifier: string;
  };

/** Flow's own entry: an import of this file is an import of `"flow"`. */
const FLOW_ENTRY = HOME.imports.flow;

/** Node modules that Deno takes without the `node:` prefix too. */
const BUILTIN = new Set(
  ("assert assert/strict async_hooks buffer child_process cluster console constants crypto dgram " +
    "diagnostics_channel dns dns/promises domain events fs fs/promises http http2 https inspector " +
    "module net os path path/posix path/win32 perf_hooks process punycode querystring readline " +
    "readline/promises repl stream stream/consumers stream/promises stream/web string_decoder sys " +
    "timers timers/promises tls trace_events tty url util util/types v8 vm wasi worker_threads zlib")
    .split(" "),
);

/**
 * Resolves a specifier as Deno does, without reading any file.
 *
 * @param specifier As written in the source.
 * @param referrer The absolute path of the module that names it.
 * @param project Gives the import maps.
 */
export function resolveSpecifier(
  specifier: string,
  referrer: string,
  project: Project,
): Resolution {
  if (specifier === "flow") return { kind: "flow" };
  const base = fileUrl(referrer).href;
  const target = mapSpecifier(specifier, base, project.maps) ?? specifier;
  let url: URL;
  try {
    url = /^\.{0,2}\//.test(target) ? new URL(target, base) : new URL(target);
  } catch {
    const kind = BUILTIN.has(target) ? "node" : "bare";
    return { kind, specifier: kind === "node" ? `node:${target}` : target };
  }
  switch (url.protocol) {
    case "file:":
      return url.href === FLOW_ENTRY ? { kind: "flow" } : { kind: "local", path: fromFileUrl(url) };
    case "npm:":
    case "node:":
    case "jsr:":
      return { kind: url.protocol.slice(0, -1) as "npm" | "node" | "jsr", specifier: target };
    case "http:":
    case "https:":
      return { kind: "https", specifier: target };
    case "data:":
    case "blob:":
      return { kind: "data", specifier: target };
    default:
      return { kind: "bare", specifier: target };
  }
}
