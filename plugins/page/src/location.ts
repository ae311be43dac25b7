/**
 * The address of the page: every view, filter and tab is kept in it, so that it can be sent, kept
 * and gone back to.
 *
 * @module
 */

import { computed, signal } from "@preact/signals";

const address = signal(read());

/** The path in parts, without escapes: `["runs", "Demo", "7"]`. */
export const path = computed(() =>
  address.value.pathname.split("/").filter((part) => part !== "").map(unescape)
);

/** What stands behind the `?`. */
export const query = computed(() => address.value.searchParams);

/** How a change of the address is remembered. */
export interface GoOptions {
  /**
   * In place of the address at hand, so that Back skips that.
   *
   * @default {false}
   */
  replace?: boolean;
}

/** Opens an address of this page. */
export function go(to: string, { replace = false }: GoOptions = {}): void {
  const next = new URL(to, location.href);
  const isElsewhere = next.pathname !== location.pathname;
  history[replace ? "replaceState" : "pushState"](null, "", next);
  address.value = next;
  if (isElsewhere) scrollTo(0, 0);
}

/** Sets parts of the query, and removes those that are null; the rest of the address stays. */
export function setQuery(
  changes: Record<string, string | readonly string[] | null>,
  options: GoOptions = { replace: true },
): void {
  const next = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    next.searchParams.delete(name);
    for (const one of value === null ? [] : [value].flat()) next.searchParams.append(name, one);
  }
  go(next.href, options);
}

/** An address from parts of a path, escaped. */
export function hrefOf(...parts: (string | number)[]): string {
  return `/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}

/** The address of a run, `Demo/7`, or of what is below it. */
export function runHref(run: string, ...parts: (string | number)[]): string {
  return hrefOf("runs", ...run.split("/"), ...parts);
}

/** A path with a query. */
export function hrefTo(path: string, query: Record<string, string>): string {
  return `${path}?${new URLSearchParams(query)}`;
}

/** Follows links and the browser's buttons without loading the page anew. */
export function followLinks(): void {
  addEventListener("popstate", () => (address.value = read()));
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    // Also links in drawings, which have no `href` to be read as text.
    const link = (event.target as Element).closest("a[href]");
    if (link === null || link.hasAttribute("target") || link.hasAttribute("download")) return;
    const to = new URL(link.getAttribute("href")!, location.href);
    if (to.origin !== location.origin || to.pathname.startsWith("/api/")) return;
    if (to.hash !== "" && to.pathname === location.pathname) return;
    event.preventDefault();
    go(to.href);
  });
}

/** The token has done its work once the page is there, and is better not left to be seen. */
function read(): URL {
  const url = new URL(location.href);
  if (url.searchParams.has("token")) {
    url.searchParams.delete("token");
    history.replaceState(null, "", url);
  }
  return url;
}

function unescape(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
