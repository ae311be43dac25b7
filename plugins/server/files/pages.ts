import { fromFileUrl } from "../../../core/graph/source/path.ts";
import { StaticFiles } from "./static_files.ts";

const PAGE = new URL("../../page/built", import.meta.url);
const TOUR = new URL("../tour", import.meta.url);

/** What people look at: the web page, and a page to try the API with. */
export class Pages {
  readonly #page: StaticFiles;
  readonly #tour = new StaticFiles(fromFileUrl(TOUR));

  /** @param page The folder of the web page; the one that comes with Flow, if left out. */
  constructor(page: string = fromFileUrl(PAGE)) {
    this.#page = new StaticFiles(page);
  }

  /**
   * The answer to what is asked of pages; null where the API is asked.
   *
   * @param path The path of the request's URL.
   */
  answer(request: Request, path: string): Response | null {
    if (path === "/api" || path === "/api/") return redirect("/api/tour/");
    if (path.startsWith("/api/tour/")) {
      return this.#tour.answer(request, path.slice("/api/tour/".length));
    }
    if (path.startsWith("/api/")) return null;
    return this.#page.isThere ? this.#page.answer(request, path.slice(1)) : noPage();
  }
}

/** Sends a browser to another path of this server. */
export function redirect(path: string): Response {
  // Two slashes would lead to another server.
  const location = path.replace(/^\/+/, "/");
  return new Response(null, { status: 303, headers: { location } });
}

function noPage(): Response {
  const text = "The web page of Flow is not built here: `deno task page` builds it.\n" +
    "The API is at /api.\n";
  return new Response(text, {
    status: 404,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
}
