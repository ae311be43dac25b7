import assert from "node:assert/strict";
import type { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { holds } from "../../tests/helpers/property.ts";
import { StoreFixture } from "../../tests/helpers/runs.ts";
import { openDatabase } from "../metadata/database.ts";
import { changeTags } from "../metadata/tags.ts";
import { digestSync } from "../objects/digest.ts";
import { stagingFolder } from "../objects/layout.ts";
import { ObjectStore } from "../objects/object_store.ts";
import { hasCode } from "../objects/testing.ts";
import { objectFiles } from "./files.ts";
import { collectGarbage } from "./gc.ts";
import { MODEL_KEYS, modelContent } from "./testing.ts";
import { verifyStore } from "./verify.ts";

const DIGESTS = Array.from({ length: MODEL_KEYS }, (_, key) => digestSync(modelContent(key)));
const CONTENTS = new Map(DIGESTS.map((digest, key) => [digest, modelContent(key)]));

/** A run, as far as upkeep goes. */
interface Run {
  id: number;
  flow: string;
  pin: boolean;
  needs: string[];
}

/** What the store should hold. */
interface Model {
  runs: Run[];
  /** Objects that are there. */
  there: Map<string, Uint8Array>;
  /** Objects that may be there or not, as a process died that was adding or removing them. */
  maybe: Set<string>;
  /** What runs needed whose deletion was begun by a gc that died: the next gc ends it. */
  halfDeleted: Set<string>;
}

/** The store, with two ways into it. */
class Real implements Disposable {
  readonly fixture = new StoreFixture();
  readonly dir = this.fixture.dir;
  readonly first = new ObjectStore(this.dir, this.fixture.db);
  #db: DatabaseSync | null = null;
  #second: ObjectStore | null = null;
  /** Whether the second one says that it adds objects: then gc must leave those that nobody needs. */
  adding = false;

  get second(): ObjectStore {
    if (this.#second === null) this.open(false);
    return this.#second!;
  }

  open(adding: boolean): void {
    this.close();
    this.#db = openDatabase(this.dir, adding ? { create: true } : {});
    this.#db.exec("PRAGMA synchronous = OFF");
    this.#second = new ObjectStore(this.dir, this.#db);
    this.adding = adding;
  }

  close(): void {
    this.#db?.close();
    this.#db = null;
    this.#second = null;
    this.adding = false;
  }

  handle(which: number): ObjectStore {
    return which === 0 ? this.first : this.second;
  }

  /** All objects of {@linkcode CONTENTS} that take room: rows, and files. */
  present(): Set<string> {
    const rows = this.fixture.db.prepare("SELECT digest FROM objects").all();
    const files = [...objectFiles(this.dir)].map(({ digest }) => digest!);
    return new Set(
      [...rows.map(({ digest }) => String(digest)), ...files].filter((one) => CONTENTS.has(one)),
    );
  }

  [Symbol.dispose](): void {
    this.close();
    this.fixture[Symbol.dispose]();
  }
}

function needed(runs: readonly Run[]): Set<string> {
  return new Set(runs.flatMap((run) => run.needs));
}

/** The runs that stay, as the manual of `flow store gc` has it. */
function kept(runs: readonly Run[], keepLast: number | undefined, flows?: readonly string[]) {
  if (keepLast === undefined) return [...runs];
  return runs.filter((run) => {
    const newer = runs.filter(({ id, flow }) => flow === run.flow && id > run.id).length;
    return run.pin || (flows !== undefined && !flows.includes(run.flow)) || newer < keepLast;
  });
}

/** What is true at any time. */
async function check(model: Model, real: Real): Promise<void> {
  const { db } = real.fixture;
  const runs = db.prepare("SELECT id FROM runs ORDER BY id").all();
  assert.deepEqual(runs.map(({ id }) => id), model.runs.map(({ id }) => id));
  for (const digest of needed(model.runs)) assert.ok(model.there.has(digest));
  for (const [digest, bytes] of CONTENTS) {
    for (const objects of [real.first, real.second]) {
      const isThere = objects.has(digest);
      if (!model.maybe.has(digest)) assert.equal(isThere, model.there.has(digest), digest);
      if (isThere) assert.deepEqual(objects.get(digest), bytes);
      else assert.throws(() => objects.get(digest), hasCode("object-missing"));
    }
  }
  await Promise.resolve();
}

type Command = fc.AsyncCommand<Model, Real>;

/** A command, told by its name and what it was made from. */
function command(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  may: (model: Readonly<Model>) => boolean = () => true,
): Command {
  return {
    check: may,
    async run(model, real) {
      await run(model, real);
      await check(model, real);
    },
    toString: () => name,
  };
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  // The same memory for each piece, as a file that is read gives it.
  const piece = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    piece.set(part);
    yield piece.subarray(0, part.length);
  }
}

const key = fc.nat(MODEL_KEYS - 1);
const handle = fc.nat(1);
const flow = fc.constantFrom("A", "B");

const put = fc.record({ key, handle, piece: fc.constantFrom(0, 1000, 70_000) }).map((how) => {
  const digest = DIGESTS[how.key]!;
  const bytes = CONTENTS.get(digest)!;
  return command(`put(${JSON.stringify(how)})`, async (model, real) => {
    const objects = real.handle(how.handle);
    const stored = how.piece === 0
      ? await objects.put(bytes)
      : await objects.putStream(inPieces(bytes, how.piece));
    assert.deepEqual(stored, { digest, size: bytes.length });
    model.there.set(digest, bytes);
    model.maybe.delete(digest);
  });
});

const putTwice = key.map((key) => {
  const digest = DIGESTS[key]!;
  const bytes = CONTENTS.get(digest)!;
  return command(`put(${key}) by both at once`, async (model, real) => {
    await Promise.all([real.first.put(bytes), real.second.putStream(inPieces(bytes, 9000))]);
    model.there.set(digest, bytes);
    model.maybe.delete(digest);
  });
});

const read = fc.record({ key, handle }).map((how) => {
  const digest = DIGESTS[how.key]!;
  return command(`read(${JSON.stringify(how)})`, async (model, real) => {
    const objects = real.handle(how.handle);
    const bytes = model.there.get(digest);
    const stat = objects.stat(digest);
    if (bytes !== undefined) {
      assert.equal(stat?.size, bytes.length);
      assert.equal(stat?.inline, bytes.length <= 16 * 1024);
      const stream = await objects.stream(digest);
      assert.deepEqual(new Uint8Array(await new Response(stream).arrayBuffer()), bytes);
      assert.deepEqual(objects.getMany([digest, digest]), new Map([[digest, bytes]]));
    } else if (!model.maybe.has(digest)) {
      assert.equal(stat, null);
      await assert.rejects(() => objects.stream(digest), hasCode("object-missing"));
      assert.throws(() => objects.getMany([digest]), hasCode("object-missing"));
    }
  });
});

const addRun = fc.record({
  flow,
  pin: fc.boolean(),
  keys: fc.array(key, { maxLength: 4 }),
  handle,
}).map((how) =>
  command(`run(${JSON.stringify(how)})`, async (model, real) => {
    const objects = real.handle(how.handle);
    const run = real.fixture.run({ flow: how.flow, tags: how.pin ? ["pin"] : [] });
    const task = run.task("start");
    const needs: string[] = [];
    for (const [at, key] of how.keys.entries()) {
      const bytes = CONTENTS.get(DIGESTS[key]!)!;
      const stored = await objects.put(bytes);
      run.ref(task, `a${at}`, { ...stored, kind: "bytes" });
      needs.push(stored.digest);
      model.there.set(stored.digest, bytes);
      model.maybe.delete(stored.digest);
    }
    model.runs.push({ id: run.id, flow: how.flow, pin: how.pin, needs });
  })
);

const pin = fc.nat().map((at) =>
  command(`pin or unpin(${at})`, async (model, real) => {
    const run = model.runs[at % model.runs.length]!;
    run.pin = !run.pin;
    changeTags(real.fixture.db, run.id, run.pin ? { add: ["pin"] } : { remove: ["pin"] });
    await Promise.resolve();
  }, (model) => model.runs.length > 0)
);

const gc = fc.record({
  keepLast: fc.option(fc.nat(2), { nil: undefined }),
  flows: fc.option(fc.tuple(flow), { nil: undefined }),
  dryRun: fc.boolean(),
}).map((how) =>
  command(`gc(${JSON.stringify(how)})`, async (model, real) => {
    const { keepLast, flows, dryRun } = how;
    const options = {
      ...keepLast === undefined ? {} : { keepLast },
      ...flows === undefined ? {} : { flows },
    };
    const foretold = await collectGarbage(real.dir, { ...options, dryRun: true });
    assert.equal(foretold.complete, !real.adding);
    const stay = kept(model.runs, keepLast, flows);
    assert.equal(foretold.runs.length, model.runs.length - stay.length);
    if (dryRun) return;
    assert.deepEqual({ ...await collectGarbage(real.dir, options), dryRun: true }, foretold);
    const freed = needed(model.runs.filter((run) => !stay.includes(run)));
    const needs = needed(stay);
    model.runs = stay;
    for (const digest of [...model.there.keys(), ...model.maybe]) {
      if (needs.has(digest)) continue;
      const half = model.halfDeleted.has(digest);
      // What somebody may have put just now stays, unless it is what deleted runs have left.
      if (real.adding && !freed.has(digest) && !half) continue;
      model.there.delete(digest);
      // The gc that died may have got so far that nothing tells any more who needed it; and whoever
      // died may have left a file without a row, which goes.
      if (real.adding && !freed.has(digest)) model.maybe.add(digest);
      else model.maybe.delete(digest);
    }
    model.halfDeleted.clear();
    if (!real.adding) assert.deepEqual(real.present(), needs);
  })
);

const reopen = fc.boolean().map((adding) =>
  command(`open the second again(${adding})`, async (_, real) => {
    real.open(adding);
    await Promise.resolve();
  })
);

const PROGRAM = new URL("dying_process.ts", import.meta.url).pathname;

/** Starts a process that dies before its `at`-th step, if it gets so far. */
async function die(real: Real, work: string, at: number, arg: number): Promise<void> {
  const { signal, success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", PROGRAM, real.dir, work, String(at), String(arg)],
    stdin: "null",
  }).output();
  assert.ok(success || signal === "SIGKILL", new TextDecoder().decode(stderr));
}

const at = fc.integer({ min: 1, max: 60 });

const diePutting = fc.record({ key, at: fc.integer({ min: 5, max: 25 }) }).map(({ key, at }) =>
  command(`die at ${at} in put(${key})`, async (model, real) => {
    await die(real, "put", at, key);
    const digest = DIGESTS[key]!;
    if (!model.there.has(digest)) model.maybe.add(digest);
  })
);

const dieRunning = fc.record({ seed: fc.nat(7), at }).map(({ seed, at }) =>
  command(`die at ${at} in run(${seed})`, async (model, real) => {
    await die(real, "run", at, seed);
    const { db } = real.fixture;
    const last = model.runs.at(-1)?.id ?? 0;
    for (const digest of DIGESTS.slice(-8)) if (!model.there.has(digest)) model.maybe.add(digest);
    for (const { id } of db.prepare("SELECT id FROM runs WHERE id > ? ORDER BY id").all(last)) {
      const needs = db.prepare("SELECT digest FROM artifacts WHERE run = ?").all(Number(id))
        .map(({ digest }) => String(digest));
      assert.equal(needs.length, 3, "all of a run is there, or nothing");
      model.runs.push({ id: Number(id), flow: "Written", pin: false, needs });
      for (const digest of needs) {
        model.there.set(digest, CONTENTS.get(digest)!);
        model.maybe.delete(digest);
      }
    }
  })
);

const dieCollecting = fc.record({ keepLast: fc.nat(2), at }).map(({ keepLast, at }) =>
  command(`die at ${at} in gc(${keepLast})`, async (model, real) => {
    await die(real, "gc", at, keepLast);
    const left = real.fixture.db.prepare("SELECT id FROM runs ORDER BY id").all()
      .map(({ id }) => id);
    const stay = kept(model.runs, keepLast);
    if (left.length < model.runs.length) {
      for (const run of model.runs) {
        if (!stay.includes(run)) run.needs.forEach((digest) => model.halfDeleted.add(digest));
      }
      model.runs = stay;
    }
    assert.deepEqual(left, model.runs.map(({ id }) => id), "all that are given up go, or none");
    const needs = needed(model.runs);
    for (const digest of [...model.there.keys()]) {
      if (needs.has(digest)) continue;
      if (real.adding && !model.halfDeleted.has(digest)) continue;
      model.there.delete(digest);
      model.maybe.add(digest);
    }
  })
);

/** Ends with an empty store: whatever was done, nothing is left that nobody needs. */
async function end(model: Model, real: Real): Promise<void> {
  real.close();
  const report = await verifyStore(real.dir);
  assert.ok(report.ok, JSON.stringify(report));
  await collectGarbage(real.dir);
  assert.deepEqual(real.present(), needed(model.runs));
  const { strays, leftovers } = await verifyStore(real.dir);
  assert.deepEqual([strays, leftovers], [[], []]);
  try {
    assert.deepEqual([...Deno.readDirSync(stagingFolder(real.dir))], []);
  } catch (error) {
    assert.ok(error instanceof Deno.errors.NotFound);
  }
}

Deno.test("the store is a map of digests to bytes, whoever puts, reads, collects and dies", async () => {
  // A process takes long to start, so few of the commands begin one.
  const cheap = fc.oneof(put, put, putTwice, read, addRun, addRun, pin, gc, gc, reopen);
  const dear = fc.oneof(diePutting, dieRunning, dieCollecting);
  const commands = fc.commands(
    [fc.oneof({ arbitrary: cheap, weight: 12 }, { arbitrary: dear, weight: 1 })],
    { maxCommands: 40, size: "max" },
  );
  await holds(
    fc.asyncProperty(commands, async (commands) => {
      using real = new Real();
      const model: Model = { runs: [], there: new Map(), maybe: new Set(), halfDeleted: new Set() };
      await fc.asyncModelRun(() => ({ model, real }), commands);
      await end(model, real);
    }),
    { runs: 20 },
  );
});
