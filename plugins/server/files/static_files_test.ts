import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import { raw, ServedStore } from "../testing.ts";

const SCRIPT = "console.log('page');\n";

/** A page as it is built, and a secret beside it. */
async function withPage(work: (served: ServedStore, folder: string) => Promise<void>) {
  const root = Deno.makeTempDirSync();
  try {
    const folder = `${root}/built`;
    Deno.mkdirSync(`${folder}/assets`, { recursive: true });
    Deno.writeTextFileSync(`${root}/secret.txt`, "secret");
    Deno.writeTextFileSync(`${folder}/index.html`, "<!doctype html><title>Flow</title>");
    Deno.writeTextFileSync(`${folder}/assets/app-1a2b.js`, SCRIPT);
    Deno.writeFileSync(`${folder}/assets/app-1a2b.js.gz`, gzipSync(SCRIPT));
    Deno.writeTextFileSync(`${folder}/assets/app-1a2b.js.br`, "as brotli");
    Deno.symlinkSync(`${root}/secret.txt`, `${folder}/link.txt`);
    await using served = new ServedStore({ page: folder });
    await work(served, folder);
  } finally {
    Deno.removeSync(root, { recursive: true });
  }
}

Deno.test("the page's files come with their type, compressed where that is taken, for ever", async () => {
  await withPage(async ({ url }) => {
    const asset = (encoding: string) =>
      raw(url, [
        "GET /assets/app-1a2b.js HTTP/1.1",
        `host: ${new URL(url).host}`,
        `accept-encoding: ${encoding}`,
      ]);
    const plain = await asset("identity");
    assert.match(plain, /^HTTP\/1\.1 200 /);
    assert.match(plain, /content-type: text\/javascript/);
    assert.match(plain, /cache-control: max-age=31536000, immutable/);
    assert.match(plain, /content-security-policy: default-src 'none'/);
    assert.ok(plain.endsWith(SCRIPT));
    assert.match(await asset("gzip, br"), /content-encoding: br[^]*as brotli$/);
    assert.match(await asset("gzip, br;q=0"), /content-encoding: gzip/);
    const bytes = await (await fetch(`${url}/assets/app-1a2b.js.gz`)).bytes();
    assert.ok(!new TextDecoder().decode(bytes).includes("page"), "not listed by itself");
    assert.equal(gunzipSync(gzipSync(SCRIPT)).toString(), SCRIPT);
  });
});

Deno.test("paths that are no file are the page's own, but for assets and the API", async () => {
  await withPage(async ({ url }) => {
    for (const path of ["/", "/runs/Demo/7", "/nothing.js", "/%", "/api-is-this-not"]) {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, path);
      assert.match(await response.text(), /<title>Flow/, path);
      assert.equal(response.headers.get("cache-control"), "no-cache");
    }
    for (const path of ["/assets/gone.js", "/api/nothing"]) {
      const response = await fetch(url + path);
      assert.deepEqual([response.status, (await response.json()).code], [404, "not-found"], path);
    }
    const post = await fetch(url, { method: "POST", body: "x" });
    assert.deepEqual([post.status, (await post.json()).code], [405, "method"]);
    const first = await fetch(url);
    await first.text();
    const tag = first.headers.get("etag")!;
    const again = await fetch(url, { headers: { "if-none-match": tag } });
    assert.deepEqual([again.status, await again.text()], [304, ""]);
  });
});

Deno.test("no path leads out of the page's folder", async () => {
  await withPage(async ({ url }) => {
    const paths = [
      "/../secret.txt",
      "/..%2fsecret.txt",
      "/%2e%2e/secret.txt",
      "/assets/../../secret.txt",
      "/assets/..%2f..%2fsecret.txt",
      "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
      "/..\\secret.txt",
      "/assets/..%5c..%5csecret.txt",
      "//etc/passwd",
      "/assets//etc/passwd",
      "/link.txt",
      "/assets/%00",
      "/assets/app-1a2b.js%00.html",
      "/assets",
    ];
    const { host } = new URL(url);
    for (const path of paths) {
      const answer = await raw(url, [`GET ${path} HTTP/1.1`, `host: ${host}`]);
      assert.match(answer, /^HTTP\/1\.1 (200|400|404) /, path);
      assert.ok(!/secret$|root:/.test(answer), `${path}: ${answer}`);
    }
  });
});

Deno.test("a page that is built anew is served anew, and one that is missing is said to be", async () => {
  await withPage(async ({ url }, folder) => {
    assert.match(await (await fetch(url)).text(), /Flow/);
    Deno.writeTextFileSync(`${folder}/index.html`, "new");
    Deno.utimeSync(`${folder}/index.html`, new Date(), new Date(1000));
    assert.equal(await (await fetch(url)).text(), "new");
    Deno.removeSync(`${folder}/index.html`);
    const none = await fetch(`${url}/runs`);
    assert.equal(none.status, 404);
    assert.match(await none.text(), /not built here/);
  });
});

Deno.test("the API can be tried in a page of its own, without a script in the page", async () => {
  await using served = new ServedStore();
  const page = await fetch(`${served.url}/api`);
  assert.deepEqual([page.status, new URL(page.url).pathname], [200, "/api/tour/"]);
  const html = await page.text();
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=|<style/i);
  const names = [...html.matchAll(/(?:src|href)="([\w.]+)"/g)].map(([, name]) => name!);
  assert.deepEqual(names.sort(), ["tour.css", "tour.js"]);
  for (const name of names) {
    const file = await fetch(new URL(name, page.url));
    assert.equal(file.status, 200);
    assert.doesNotMatch(await file.text(), /innerHTML|https?:\/\//);
  }
});
