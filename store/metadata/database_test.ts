import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FlowError } from "../error.ts";
import { lockAlone } from "../lock.ts";
import { digestAlgorithm, openDatabase } from "./database.ts";
import { migrate, MIGRATIONS, schemaVersion } from "./migrate.ts";
import { SCHEMA_VERSION } from "./schema.ts";

async function inTempDir(test: (dir: string) => void | Promise<void>) {
  const dir = await Deno.makeTempDir();
  try {
    await test(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof FlowError) return error.code;
    throw error;
  }
  return "";
}

const MODULE = new URL("./database.ts", import.meta.url).href;

/** Runs `code` in another process, as `uid` if given; gives back what it prints. */
async function elsewhere(code: string, uid?: number): Promise<string> {
  const script = `import { openDatabase } from ${JSON.stringify(MODULE)};\n${code}`;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-lock", script],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("openDatabase() makes a store of the current schema, and opens it again", async () => {
  await inTempDir((dir) => {
    const store = `${dir}/a/.flow`;
    openDatabase(store, { create: true }).close();
    const db = openDatabase(store);
    assert.equal(schemaVersion(db), SCHEMA_VERSION);
    assert.equal(db.prepare("PRAGMA journal_mode").get()!.journal_mode, "wal");
    assert.equal(db.prepare("PRAGMA synchronous").get()!.synchronous, 2);
    assert.equal(digestAlgorithm(db), "sha256");
    db.close();
    assert.deepEqual([...Deno.readDirSync(store)].map((e) => e.name).sort(), [
      ".gitignore",
      "flow.db",
      "lock",
    ]);
  });
});

Deno.test("openDatabase() without create says that there is no store, and makes nothing", async () => {
  await inTempDir((dir) => {
    assert.equal(codeOf(() => openDatabase(dir)), "no-store");
    assert.equal(codeOf(() => openDatabase(dir, { readonly: true })), "no-store");
    assert.deepEqual([...Deno.readDirSync(dir)], []);
  });
});

Deno.test("openDatabase() takes the digest algorithm of a new store from FLOW_DIGEST", async () => {
  await inTempDir(async (dir) => {
    const open = (name: string) =>
      elsewhere(`
        import { digestAlgorithm } from ${JSON.stringify(MODULE)};
        Deno.env.set("FLOW_DIGEST", ${JSON.stringify(name)});
        try { console.log(digestAlgorithm(openDatabase(${JSON.stringify(dir)}, { create: true }))) }
        catch (error) { console.log(error.code, error.exitCode) }`);
    assert.equal(await open("md5"), "unknown-digest 2");
    assert.equal(await open("blake3"), "blake3");
    assert.equal(await open("sha256"), "blake3", "what a store is made with stays");
  });
});

Deno.test("openDatabase() lets many processes make the same store at once", async () => {
  await inTempDir(async (dir) => {
    const store = JSON.stringify(`${dir}/.flow`);
    await Promise.all(Array.from({ length: 6 }, (_, i) =>
      elsewhere(`
        const db = openDatabase(${store}, { create: true });
        db.prepare("INSERT INTO meta VALUES (?, '')").run("process-${i}");
        db.close();`)));
    const db = openDatabase(`${dir}/.flow`, { readonly: true });
    const made = db.prepare("SELECT count(*) AS n FROM meta WHERE key LIKE 'process-%'").get()!.n;
    db.close();
    assert.equal(made, 6);
    assert.deepEqual(
      [...Deno.readDirSync(`${dir}/.flow`)].filter((e) => e.name.includes(".new-")),
      [],
    );
  });
});

Deno.test("openDatabase() with readonly refuses to write", async () => {
  await inTempDir((dir) => {
    openDatabase(dir, { create: true }).close();
    const db = openDatabase(dir, { readonly: true });
    assert.throws(() => db.exec("DELETE FROM meta"), /readonly/);
    db.close();
  });
});

Deno.test("openDatabase() refuses a store of a later version and changes nothing", async () => {
  await inTempDir((dir) => {
    openDatabase(dir, { create: true }).close();
    const late = new DatabaseSync(`${dir}/flow.db`);
    late.exec("UPDATE meta SET value = '99' WHERE key = 'schema'");
    late.exec("UPDATE meta SET value = '7.1.0' WHERE key = 'flow'");
    late.close();
    const before = Deno.readFileSync(`${dir}/flow.db`);
    for (const readonly of [true, false]) {
      assert.throws(() => openDatabase(dir, { readonly }), (error: unknown) => {
        assert.ok(error instanceof FlowError);
        assert.equal(error.code, "store-version");
        assert.match(error.hint!, /Flow 7\.1\.0/);
        return true;
      });
    }
    assert.deepEqual(Deno.readFileSync(`${dir}/flow.db`), before);
  });
});

Deno.test("openDatabase() names a damaged database and the way out", async () => {
  const kinds: Record<string, (path: string) => void> = {
    "no database": (path) => Deno.writeTextFileSync(path, "not a database ".repeat(1000)),
    empty: (path) => Deno.writeTextFileSync(path, ""),
    "of another format": (path) => {
      const bytes = Deno.readFileSync(path);
      bytes[47] = 99;
      Deno.writeFileSync(path, bytes);
    },
    "another program's": (path) => {
      Deno.removeSync(path);
      const db = new DatabaseSync(path);
      db.exec("CREATE TABLE a (b)");
      db.close();
    },
  };
  for (const [kind, damage] of Object.entries(kinds)) {
    await inTempDir((dir) => {
      openDatabase(dir, { create: true }).close();
      damage(`${dir}/flow.db`);
      for (const readonly of [true, false]) {
        assert.throws(() => openDatabase(dir, { readonly }), (error: unknown) => {
          assert.ok(error instanceof FlowError, kind);
          assert.equal(error.code, "store-damaged", kind);
          assert.match(error.hint!, /flow store verify/);
          return true;
        });
      }
    });
  }
});

Deno.test("openDatabase() reads in a folder that cannot be written, and says so to writers", async () => {
  if (Deno.build.os === "windows") return;
  await inTempDir(async (dir) => {
    const store = `${dir}/.flow`;
    openDatabase(store, { create: true }).close();
    await Deno.chmod(dir, 0o755);
    await Deno.chmod(`${store}/flow.db`, 0o444);
    await Deno.chmod(`${store}/lock`, 0o444);
    await Deno.chmod(store, 0o555);
    // The superuser may write everywhere: ask as nobody then.
    const uid = Deno.uid() === 0 ? 65534 : undefined;
    const printed = await elsewhere(
      `
      const store = ${JSON.stringify(store)};
      const db = openDatabase(store, { readonly: true });
      console.log(db.prepare("SELECT value FROM meta WHERE key = 'schema'").get().value);
      for (const options of [{}, { create: true }]) {
        try { openDatabase(store, options) } catch (error) { console.log(error.code) }
      }
      try { openDatabase(store + "/new", { create: true }) } catch (error) { console.log(error.code) }`,
      uid,
    );
    await Deno.chmod(store, 0o755);
    assert.deepEqual(printed.split("\n"), [
      String(SCHEMA_VERSION),
      "store-readonly",
      "store-readonly",
      "store-readonly",
    ]);
  });
});

Deno.test("openDatabase() reads what a killed writer had committed", async () => {
  await inTempDir(async (dir) => {
    openDatabase(dir, { create: true }).close();
    await elsewhere(`
      const db = openDatabase(${JSON.stringify(dir)}, { create: true });
      db.exec("INSERT INTO meta VALUES ('written', 'yes')");
      if (Deno.build.os !== "windows") Deno.kill(Deno.pid, "SIGKILL");`)
      .catch(() => {});
    const db = openDatabase(dir, { readonly: true });
    assert.equal(db.prepare("SELECT value FROM meta WHERE key = 'written'").get()?.value, "yes");
    db.close();
  });
});

Deno.test("openDatabase() with create is known to add objects until it is closed", async () => {
  await inTempDir((dir) => {
    const db = openDatabase(dir, { create: true });
    const plain = openDatabase(dir);
    assert.equal(lockAlone(dir), null);
    db.close();
    const alone = lockAlone(dir);
    assert.notEqual(alone, null);
    alone!.close();
    plain.close();
  });
});

Deno.test("migrate() goes from any version to the last in one go, or not at all", () => {
  const db = new DatabaseSync(":memory:");
  migrate(db);
  assert.equal(schemaVersion(db), MIGRATIONS.length);
  const broken = [...MIGRATIONS, "CREATE TABLE extra (a)", "CREATE TABLE extra (a)"];
  assert.throws(() => migrate(db, broken), /already exists/);
  assert.equal(schemaVersion(db), MIGRATIONS.length);
  assert.equal(db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'extra'").get(), undefined);
  migrate(db, broken.slice(0, -1));
  assert.equal(schemaVersion(db), MIGRATIONS.length + 1);
  assert.throws(() => migrate(db), { code: "store-version" });
  db.close();
});
