import assert from "node:assert/strict";
import { FlowError } from "./error.ts";
import { explainPath } from "./given_path.ts";
import { exists } from "./path.ts";

function caught(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
}

Deno.test("explainPath() says what is wrong with a path, whatever it is", () => {
  const here = new URL(import.meta.url).pathname;
  for (const path of ["", "/nowhere/at/all", here + "/below", "/", "x".repeat(5000)]) {
    const error = explainPath(caught(() => Deno.writeTextFileSync(path, "x")), "write", path);
    assert.ok(error instanceof FlowError);
    assert.ok(error.message.startsWith(`Cannot write "${path}": `));
  }
  const made = explainPath(caught(() => Deno.mkdirSync(here)), "make", here);
  assert.ok(made instanceof FlowError);
});

Deno.test("explainPath() leaves alone what does not come from the system", () => {
  for (const error of [new TypeError("x"), new FlowError("busy", "x"), "x", undefined]) {
    assert.equal(explainPath(error, "write", "y"), error);
  }
});

Deno.test("exists() is false for a path that is too long to be one", () => {
  assert.equal(exists("/" + "x".repeat(5000)), false);
});
