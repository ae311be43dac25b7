import { problemResponse } from "../api/problem.ts";
import { FlowError } from "../../../store/error.ts";

/** Content types by the ending of a name; of others nothing is said. */
const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json; charset=utf-8",
  map: "application/json; charset=utf-8",
  txt: "text/plain; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  ico: "image/x-icon",
  webp: "image/webp",
  woff2: "font/woff2",
};

/** Encodings in which a file may lie beside itself, the best first. */
const ENCODINGS: readonly [name: string, ending: string][] = [["br", ".br"], ["gzip", ".gz"]];

/** Files with a digest in their name: another content has another name. */
const IMMUTABLE = "assets/";

/** A file, and what of it has been read, by encoding. */
interface Served {
  path: string;
  encodings: string[];
  read: Map<string, Uint8Array<ArrayBuffer>>;
}

/**
 * Serves the files of a folder. Which there are is listed once and again when the page itself has
 * changed; a request only chooses from that list, so no path leads anywhere else.
 */
export class StaticFiles {
  readonly #folder: string;
  #files = new Map<string, Served>();
  /** When the list was made, as the page's own time tells. */
  #listed: number | null = null;

  /** @param folder There need not be one. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether there is a page. */
  get isThere(): boolean {
    this.#list();
    return this.#listed !== null;
  }

  /**
   * A file, or the page itself for paths that are its own business.
   *
   * @param path Below the folder, as a URL has it, without the first slash.
   */
  answer(request: Request, path: string): Response {
    if (request.method !== "GET" && request.method !== "HEAD") {
      const error = new FlowError("method", `There is nothing to ${request.method} here`, {
        hint: "The API is below /api.",
      });
      return problemResponse(error);
    }
    this.#list();
    const asked = decoded(path);
    const name = this.#files.has(asked) || asked.startsWith(IMMUTABLE) ? asked : "index.html";
    const file = this.#files.get(name);
    if (file === undefined) {
      return problemResponse(
        new FlowError("not-found", `There is no file ${JSON.stringify(name)}`),
      );
    }
    const accepted = request.headers.get("accept-encoding") ?? "";
    const [encoding, ending] =
      ENCODINGS.find(([one]) => file.encodings.includes(one) && accepts(accepted, one)) ?? ["", ""];
    const headers = new Headers({
      "content-type": TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream",
      "cache-control": name.startsWith(IMMUTABLE) ? "max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
    });
    if (encoding !== "") headers.set("content-encoding", encoding);
    const tag = `"${this.#listed}-${encoding}"`;
    headers.set("etag", tag);
    if (request.headers.get("if-none-match") === tag) {
      return new Response(null, { status: 304, headers });
    }
    let bytes = file.read.get(encoding);
    if (bytes === undefined) {
      bytes = Deno.readFileSync(file.path + ending);
      file.read.set(encoding, bytes);
    }
    headers.set("content-length", String(bytes.length));
    return new Response(request.method === "HEAD" ? null : bytes, { headers });
  }

  #list(): void {
    let changed: number | null = null;
    try {
      changed = Deno.statSync(`${this.#folder}/index.html`).mtime?.getTime() ?? 0;
    } catch {
      // It is not built, or just being built.
    }
    if (changed === this.#listed) return;
    this.#listed = changed;
    this.#files = new Map();
    if (changed === null) return;
    const names = [...filesBelow(this.#folder, "")];
    const there = new Set(names);
    for (const name of names) {
      if (ENCODINGS.some(([, ending]) => name.endsWith(ending))) continue;
      const encodings = ENCODINGS.filter(([, ending]) => there.has(name + ending))
        .map(([encoding]) => encoding);
      this.#files.set(name, { path: `${this.#folder}/${name}`, encodings, read: new Map() });
    }
  }
}

/** Names of files, from the folder on. Links are left out: they may lead elsewhere. */
function* filesBelow(folder: string, prefix: string): Generator<string> {
  for (const { name, isFile, isDirectory } of Deno.readDirSync(folder)) {
    if (isFile) yield prefix + name;
    else if (isDirectory) yield* filesBelow(`${folder}/${name}`, `${prefix}${name}/`);
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Whether a client takes an encoding; one with `q=0` it does not. */
function accepts(header: string, encoding: string): boolean {
  return header.split(",").some((one) => {
    const [name, ...parameters] = one.trim().toLowerCase().split(/\s*;\s*/);
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
