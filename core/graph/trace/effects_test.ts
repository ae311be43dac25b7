import assert from "node:assert/strict";
import { namesOf, readStep } from "../testing.ts";

/** Reads as `name`, `name?` (the step may have set it before) or `name!` (it has). */
function readsOf(step: { reads: { name: string; set?: string; soft?: true }[] }): string {
  const mark = { always: "!", maybe: "?" };
  return step.reads
    .map(({ name, set, soft }) => name + (set ? mark[set as "always"] : "") + (soft ? "~" : ""))
    .join(" ");
}

const READS: [body: string, reads: string][] = [
  ["use(this.x); this.x = 1; use(this.x);", "x x!"],
  ["this.x = this.y + 1;", "y"],
  ["this.n += 1; this.m++; this.o ??= 2;", "n m o"],
  ["if (c) this.x = 1; use(this.x);", "x?"],
  ["if (c) this.x = 1; else this.x = 2; use(this.x);", "x!"],
  ["if (c) throw e; else this.x = 2; use(this.x);", "x!"],
  ["if (!c) return; this.x = 1; use(this.x);", "x!"],
  ["c && (this.x = 1); use(this.x);", "x?"],
  ["c ? (this.x = 1) : (this.x = 2); use(this.x);", "x!"],
  ["for (const i of l) this.x = i; use(this.x);", "x?"],
  ["for (const i of l) { use(this.x); this.x = i; }", "x?"],
  ["while (true) { this.x = 1; if (c) break; } use(this.x);", "x!"],
  ["for (;;) { if (c) break; this.x = 1; } use(this.x);", "x?"],
  ["do { this.x = 1; } while (c); use(this.x);", "x!"],
  ["do { if (c) continue; this.x = 1; } while (c); use(this.x);", "x?"],
  ["outer: for (;;) { for (;;) { this.x = 1; break outer; } } use(this.x);", "x!"],
  ["b: { if (c) break b; this.x = 1; } use(this.x);", "x?"],
  ["switch (k) { case 1: this.x = 1; break; default: this.x = 2; } use(this.x);", "x!"],
  [
    "switch (k) { case 1: this.x = 1; case 2: this.y = 1; break; default: this.y = 3; } use(this.x, this.y);",
    "x? y!",
  ],
  ["switch (k) { case 1: this.x = 1; } use(this.x);", "x?"],
  ["try { this.x = f(); } catch { this.x = 0; } use(this.x);", "x!"],
  ["try { this.x = f(); } catch {} use(this.x);", "x?"],
  ["try { f(); } finally { this.x = 1; } use(this.x);", "x!"],
  ["this.x = 1; delete this.x; use(this.x);", "x?"],
  ["l.forEach((i) => { this.x = i; }); use(this.x);", "x?"],
  ["(() => { this.x = 1; })(); use(this.x);", "x!"],
  ["await (async () => { if (c) return; this.x = 1; })(); use(this.x);", "x?"],
  ["const f = () => this.x; this.x = 1; f();", "x?"],
  ["const f = function () { return this.x; }; class C { y = this.z; }", ""],
  ["const { p, q: { c }, d = this.e } = this; use(p);", "p q d e"],
  ["const self = this; use(self.x); self.y = 1; use(self.y);", "x y!"],
  ["[this.x, { y: this.y }] = f(); use(this.x, this.y);", "x! y!"],
  [`use(this["x"], this[\`y\`], Reflect.get(this, "z"), "w" in this);`, "x y z w~"],
  [
    `Reflect.set(this, "x", 1); Object.assign(this, { y: 2, z }); use(this.x, this.y, this.z);`,
    "x! y! z!",
  ],
  [
    "this.rows.push(1); this.model.fit?.(this.data); this.cache?.[this.key];",
    "rows model data cache key",
  ],
  ["use(this.input, this.index, this.foreachStack(), this.constructor.name);", ""],
  [
    "using(`${this.x}`, tag`${this.y}`, [...this.z], { ...this.w, [this.k]: 1, m() { this.no; } });",
    "x y z w k",
  ],
  ["use(this.x as number, this.y!, <any> this.z, this.w satisfies object);", "x y z w"],
  ["for (this.x of l) use(this.x);", "x!"],
  ["for (const k in this.table) use(k);", "table"],
  [`if ("x" in this) use(this.x); else use(this.x);`, "x~ x~ x"],
  [`use("x" in this ? this.x : 0, this.x);`, "x~ x~ x"],
  [`use("x" in this && this.x, !("y" in this) || this.y);`, "x~ x~ y~ y~"],
  [`if (c && "x" in this && this.x) use(this.x);`, "x~ x~ x~"],
  [`if (c || "x" in this) use(this.x);`, "x~ x"],
  [`if (!("x" in this) || c) use(this.x); else use(this.x);`, "x~ x x~"],
  [`if (!("x" in this)) this.x = 0; use(this.x);`, "x~ x!"],
  [`if ("x" in this) { delete this.x; use(this.x); }`, "x~ x"],
  [`if (!("x" in this)) return; use(this.x);`, "x~ x!"],
  [`for (const i of l) { if (!("x" in this)) continue; use(this.x); } use(this.x);`, "x~ x! x"],
  [`l.map(() => { if (!("x" in this)) return; use(this.x); }); use(this.x);`, "x~ x! x"],
  [`if ("x" in this) { if (c) delete this.x; use(this.x); }`, "x~ x"],
];

Deno.test("effectsOf() tells whether a step has set what it reads", async () => {
  for (const [body, reads] of READS) {
    const step = await readStep(`const use = (..._: unknown[]) => {}; ${body}`);
    assert.equal(readsOf(step), reads, body);
    assert.equal(step.computed, false, body);
  }
});

const ALWAYS: [body: string, always: string][] = [
  ["this.x = 1; if (c) this.y = 2;", "x"],
  ["if (c) { this.x = 1; return; } this.x = 2; this.y = 3;", "x"],
  ["if (c) throw e; this.x = 1;", "x"],
  ["this.x = 1; delete this.x;", ""],
];

Deno.test("effectsOf() tells what is set whichever way the step ends", async () => {
  for (const [body, always] of ALWAYS) {
    assert.equal((await readStep(body)).facts.always.join(" "), always, body);
  }
});

Deno.test("effectsOf() tells apart what is set on the way to each target", async () => {
  const step = await readStep(`
    this.both = 1;
    if (c) { this.model = fit(); this.next(this.a); }
    else this.next(this.b);
    this.after = 2;`);
  assert.deepEqual(step.facts.alwaysFor, { a: ["both", "model", "after"], b: ["both", "after"] });
  assert.deepEqual(step.facts.always, ["both", "after"]);
});

const HIDDEN = [
  "helper(this);",
  "return { flow: this };",
  "const { a, ...rest } = this;",
  "use(this[key]);",
  "this[key] = 1;",
  "Reflect.set(this, key, 1);",
  "Object.assign(this, values);",
  "use(Object.keys(this));",
  "use(key in this);",
  "for (const k in this) use(k);",
  "use({ ...this });",
];

Deno.test("traceMethod() says when the uses of artifacts cannot be seen", async () => {
  for (const body of HIDDEN) assert.equal((await readStep(body)).computed, true, body);
});

Deno.test("effectsOf() counts what helpers, accessors and function members do, once", async () => {
  const step = await readStep(
    `this.x = 1; this.save(); this.save(); use(this.total, this.late); this.level = 3;
     rows.map(this.parse); this.#secret();`,
    `save() { if (this.x && this.y) this.saved = this.x; this.again(); }
     again() { this.done = true; this.save(); }
     get total() { return this.p + this.q; }
     set level(v) { this.stored = v; }
     parse = (row) => this.schema.parse(row);
     #secret() { this.#hidden = this.z; }
     #hidden = 1;`,
  );
  assert.deepEqual(namesOf(step.reads).sort(), ["late", "p", "q", "schema", "x", "y", "z"]);
  assert.equal(step.reads.filter(({ name }) => name === "y").length, 1);
  assert.equal(step.reads.find(({ name }) => name === "x")!.set, "always");
  assert.deepEqual(namesOf(step.writes).sort(), ["done", "saved", "stored", "x"]);
  assert.ok(step.facts.always.includes("done"));
  assert.ok(!step.facts.always.includes("saved"));
});

Deno.test("effectsOf() finds this.next that is nested, repeated or left out", async () => {
  const nested = await readStep(
    "l.forEach(() => this.next(this.a)); this.go();",
    "go() { this.next(this.b); }",
  );
  assert.equal(nested.facts.nestedNexts.length, 2);
  assert.equal(nested.nexts.length, 0);
  for (
    const [body, repeated, fallsThrough] of [
      ["this.next(this.a); this.next(this.b);", 1, false],
      ["for (const i of l) this.next(this.a);", 1, true],
      ["for (const i of l) if (i) return this.next(this.a); this.next(this.b);", 0, false],
      ["if (c) this.next(this.a);", 0, true],
      [
        "switch (k) { case 1: return this.next(this.a); case 2: return this.next(this.b); }",
        0,
        false,
      ],
      ["switch (k) { case 1: return this.next(this.a); } this.next(this.b);", 0, false],
      ["switch (k) { case 1: throw e; } this.next(this.b);", 0, false],
      ["for (;;) { switch (k) { case 1: return; } if (c) break; } this.next(this.b);", 0, true],
      ["while (true) { if (c) return this.next(this.a); }", 0, false],
      ["try { this.next(this.a); } catch { this.next(this.b); }", 0, false],
    ] as const
  ) {
    const { facts } = await readStep(body);
    assert.deepEqual(
      [facts.repeatedNexts.length, facts.fallsThrough],
      [repeated, fallsThrough],
      body,
    );
  }
});

Deno.test("effectsOf() takes time in proportion to the source", async () => {
  const body = Array.from(
    { length: 3000 },
    (_, i) => `if (c${i}) { this.a${i} = this.a${i - 1}; this.h(); }`,
  );
  const helpers = Array.from(
    { length: 500 },
    (_, i) => `h${i}() { this.b${i} = 1; this.h${i + 1}?.(); }`,
  );
  const begin = performance.now();
  await readStep(`${body.join("\n")}`, `h() { this.h0(); } ${helpers.join("\n")}`);
  assert.ok(performance.now() - begin < 3000);
});
