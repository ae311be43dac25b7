import assert from "node:assert/strict";
import { checkRequest, tokenCookie } from "./guard.ts";
import { makeToken, sameToken } from "./token.ts";

const hosts = ["127.0.0.1", "localhost", "[::1]"];

function ask(headers: Record<string, string>, token: string | null = null, query = "") {
  const request = new Request(`http://localhost:8000/api/flows${query}`);
  // `Host` cannot be set on a request that is made, only on one that has come.
  const all = new Headers(Object.entries({ host: "localhost:8000", ...headers }));
  Object.defineProperty(request, "headers", { value: all });
  checkRequest(request, { hosts, token });
}

Deno.test("checkRequest() takes requests to its own names, from its own pages or from programs", () => {
  for (const host of ["localhost:8000", "LOCALHOST", "127.0.0.1:8000", "[::1]:8000"]) ask({ host });
  ask({ origin: "http://localhost:8000", "sec-fetch-site": "same-origin" });
  ask({ "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" });
});

Deno.test("checkRequest() refuses names that were rebound, and pages of other origins", () => {
  const refused: Record<string, string>[] = [
    { host: "evil.example:8000" },
    { host: "localhost.evil.example" },
    { host: "" },
    { origin: "http://evil.example" },
    { origin: "http://localhost:9000" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
  ];
  for (const headers of refused) {
    assert.throws(() => ask(headers), { code: "forbidden" }, JSON.stringify(headers));
  }
});

Deno.test("checkRequest() wants the token, in a header, a cookie or the address", () => {
  const token = makeToken();
  ask({ authorization: `Bearer ${token}` }, token);
  ask({ cookie: `other=1; ${tokenCookie(token).split(";")[0]}` }, token);
  ask({}, token, `?token=${token}`);
  for (const wrong of ["", "x", token.slice(1), `${token}x`, makeToken()]) {
    assert.throws(() => ask({ authorization: `Bearer ${wrong}` }, token), { code: "unauthorized" });
    assert.throws(() => ask({ cookie: `flow_token=${wrong}` }, token), { code: "unauthorized" });
    assert.throws(() => ask({}, token, `?token=${wrong}`), { code: "unauthorized" });
  }
  assert.throws(() => ask({}, token), { code: "unauthorized" });
});

Deno.test("sameToken() tells equal from different texts", () => {
  assert.ok(sameToken("abc", "abc"));
  for (const other of ["", "ab", "abcd", "abd", "xbc"]) assert.ok(!sameToken(other, "abc"), other);
});
