// The foreach of tests/bench/flows/wide.ts, for Restate: a durable step for each item, all of them
// under way at once.
//
// Usage: `node service.mjs NPM_FOLDER`; tells its port on stdout.

import { createRequire } from "node:module";
import { createServer } from "node:http2";
import process from "node:process";

const restate = createRequire(`${process.argv[2]}/`)("@restatedev/restate-sdk");

const wide = restate.service({
  name: "Wide",
  handlers: {
    /** A step is a function whose result is journalled. */
    steps: async (ctx, width) => {
      const items = Array.from({ length: width }, (_, index) => index);
      const results = items.map((item) => ctx.run(`double-${item}`, () => item * 2));
      return sum(await restate.RestatePromise.all(results));
    },
    /** A step is a call of another handler, which any instance of the service may answer. */
    calls: async (ctx, width) => {
      const items = Array.from({ length: width }, (_, index) => index);
      const results = items.map((item) => ctx.serviceClient({ name: "Wide" }).double(item));
      return sum(await restate.RestatePromise.all(results));
    },
    double: (_ctx, item) => Promise.resolve(item * 2),
  },
});

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

const server = createServer(restate.createEndpointHandler({ services: [wide] }));
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
