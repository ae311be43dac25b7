import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { explainStore } from "./explain.ts";
import { migrate } from "./metadata/migrate.ts";
import { hasCode } from "./objects/testing.ts";

Deno.test("explainStore() tells a full or broken disk, whoever met it", () => {
  const cases: [code: string, name: string][] = [
    ["ENOSPC", "disk-full"],
    ["EIO", "store-io"],
    ["EFBIG", "file-too-large"],
  ];
  for (const [code, name] of cases) {
    const error = Object.assign(new Error(code), { code });
    assert.ok(hasCode(name, "/some/where")(explainStore(error, "/some/where")));
  }
  for (const other of [new TypeError("x"), new Deno.errors.PermissionDenied("x")]) {
    assert.equal(explainStore(other, "/some/where"), other);
  }
});

Deno.test("a disk that is full when the tables are made is told as that", () => {
  using db = new DatabaseSync(":memory:");
  db.exec("PRAGMA max_page_count = 3");
  assert.throws(() => migrate(db), (error) => hasCode("disk-full")(explainStore(error, "/s")));
});
