import { FlowError } from "../../../store/error.ts";
import { sameToken } from "./token.ts";

/** Who may ask. */
export interface GuardOptions {
  /**
   * Host names under which the server is known, in lower case, without a port; null for any. Then
   * the token keeps out pages whose names were rebound: they do not have it.
   */
  hosts: readonly string[] | null;
  /** What a request must carry; null where everybody on this machine may ask. */
  token: string | null;
}

const COOKIE = "flow_token";

/**
 * Checks where a request comes from, before anything else is done with it.
 *
 * A page of another origin can send requests to a local server, and one whose DNS name was rebound
 * to this machine can also read the answers. The first shows in `Origin` and `Sec-Fetch-Site`, the
 * second in `Host`.
 *
 * @throws FlowError `forbidden`, `unauthorized`.
 */
export function checkRequest(request: Request, { hosts, token }: GuardOptions): void {
  const host = request.headers.get("host") ?? "";
  if (hosts !== null && !hosts.includes(nameOf(host))) {
    throw new FlowError("forbidden", `This server is not known as ${JSON.stringify(host)}`, {
      hint: `Its names are ${hosts.join(", ")}.`,
    });
  }
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const isForeign = origin !== null && !isSame(origin, host) ||
    // A link that somebody follows is no request of the page that it is on.
    site === "cross-site" && request.headers.get("sec-fetch-mode") !== "navigate";
  if (isForeign) throw new FlowError("forbidden", "Pages of other origins get nothing here");
  if (token !== null && !carriesToken(request, token)) {
    throw new FlowError("unauthorized", "The token is missing or wrong", {
      hint: "Open the address that `flow serve` has shown, or send `Authorization: Bearer TOKEN`.",
    });
  }
}

/** The cookie that a browser is given once it has shown the token. */
export function tokenCookie(token: string): string {
  return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict`;
}

function carriesToken(request: Request, token: string): boolean {
  const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const cookie = (request.headers.get("cookie") ?? "").split(/; */)
    .find((one) => one.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  const query = new URL(request.url).searchParams.get("token");
  // All are compared, so that the time tells nothing.
  return [bearer, cookie, query].filter((given) => sameToken(given ?? "", token)).length > 0;
}

/** `[::1]:8000` → `[::1]` */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

function isSame(origin: string, host: string): boolean {
  try {
    return new URL(origin).host === host.toLowerCase();
  } catch {
    // "null": a sandboxed frame, say.
    return false;
  }
}
