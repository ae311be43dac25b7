import assert from "node:assert/strict";
import { readFiles, readStep } from "../testing.ts";

const CASES: [body: string, transition: unknown][] = [
  ["this.next(this.a);", { kind: "linear", target: "a" }],
  [`this.next(this["a"] as never);`, { kind: "linear", target: "a" }],
  ["return this.next(this.a!);", { kind: "linear", target: "a" }],
  ["this.next(this.a, this.b);", { kind: "branch", targets: ["a", "b"] }],
  ["this.next(this.a, { foreach: this.items });", {
    kind: "foreach",
    target: "a",
    items: "this.items",
  }],
  ["const foreach = [1]; this.next(this.a, { foreach });", {
    kind: "foreach",
    target: "a",
    items: "foreach",
  }],
  [
    "this.next({ x: this.a, 'y z': this.b, 3: this.end, [-1]: this.a }, { switch: this.kind });",
    {
      kind: "switch",
      on: "this.kind",
      cases: [
        { key: "x", target: "a" },
        { key: "y z", target: "b" },
        { key: "3", target: "end" },
        { key: "-1", target: "a" },
      ],
    },
  ],
  [
    "this.next({ true: this.a, false: this.b }, { switch: this.n > 3 });",
    {
      kind: "switch",
      on: "this.n > 3",
      cases: [{ key: "true", target: "a" }, { key: "false", target: "b" }],
    },
  ],
  [
    "if (x) return this.next(this.a); this.next(this.b);",
    {
      kind: "switch",
      on: null,
      cases: [{ key: "a", target: "a" }, { key: "b", target: "b" }],
    },
  ],
  [
    "this.next(x ? this.a : y ? this.b : this.end);",
    {
      kind: "switch",
      on: null,
      cases: [
        { key: "a", target: "a" },
        { key: "b", target: "b" },
        { key: "end", target: "end" },
      ],
    },
  ],
  ["if (x) this.next(this.a); else this.next(this.a);", { kind: "linear", target: "a" }],
  [
    "if (x) this.next(this.a, { foreach: p }); else this.next(this.a, { foreach: q });",
    { kind: "foreach", target: "a", items: "p | q" },
  ],
  ["", { kind: "end" }],
];

Deno.test("readTransition() reads every form of this.next", async () => {
  for (const [body, transition] of CASES) {
    assert.deepEqual((await readStep(body)).transition, transition, body);
  }
});

const INVALID: [body: string, reason: RegExp][] = [
  ["this.next();", /names no step/],
  ["this.next(this.a, this.a);", /twice/],
  ["this.next(target);", /"target" is not a step written as this\.name/],
  ["this.next(...this.all);", /not a step/],
  ["this.next(this.a, { forEach: [] });", /option "forEach"/],
  ["this.next(this.a, {});", /no option "foreach"/],
  ["this.next(this.a, this.b, { foreach: [] });", /exactly one step/],
  ["this.next(this.a, { foreach: [], switch: 1 });", /cannot have the option "switch"/],
  ["this.next({ x: this.a });", /needs \{ switch: value \}/],
  ["this.next({ x: this.a, ['x']: this.b }, { switch: k });", /two cases "x"/],
  ["this.next({ [key]: this.a, y: this.b }, { switch: k });", /not known from the source/],
  ["this.next({ ...cases }, { switch: k });", /written in the call/],
  ["if (x) this.next(this.a, this.b); else this.next(this.a);", /several times/],
];

Deno.test("readTransition() tells why a this.next cannot be read", async () => {
  for (const [body, reason] of INVALID) {
    const { transition } = await readStep(body);
    assert.equal(transition.kind, "invalid", body);
    assert.match((transition as { reason: string }).reason, reason, body);
  }
});

Deno.test("readTransition() resolves switch keys from enums and constants, imported ones too", async () => {
  const { graphs } = await readFiles({
    "flow.ts": `
import { FlowSpec, step } from "flow";
import { Kind, words } from "./kinds.ts";
const OTHER = \`other\`;
export default class F extends FlowSpec {
  @step start() {
    this.next({
      [Kind.Good]: this.a, [Kind.Bad]: this.a, [OTHER]: this.a, [words.last]: this.a,
    }, { switch: k });
  }
  @step a() {}
}`,
    "kinds.ts":
      `export enum Kind { Good = "good", Bad = 7 } export const words = { last: "l" } as const;`,
  });
  const { transition } = graphs[0]!.steps[0]!;
  assert.equal(transition.kind, "switch");
  assert.deepEqual(transition.kind === "switch" && transition.cases.map(({ key }) => key), [
    "good",
    "7",
    "other",
    "l",
  ]);
});
