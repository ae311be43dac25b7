import assert from "node:assert/strict";
import "../../../plugins/decorators/mod.ts";
import type { FlowError } from "../../../store/error.ts";
import { readSource } from "../../graph/testing.ts";
import { NO_CAPS } from "../pool/rights.ts";
import { makePlans, parseWith } from "./plans.ts";

/** Whether an error is one for people, of wrong use, whose message has these parts. */
function refusal(code: string, ...parts: string[]): (error: unknown) => boolean {
  return (error) => {
    const { message, hint, exitCode, code: found } = error as FlowError;
    return found === code && exitCode === 2 && hint !== undefined &&
      parts.every((part) => message.includes(part));
  };
}

const graph = await readSource(`
  import { FlowSpec, step, retry, permissions, resources, type Inputs } from "flow";
  export default class F extends FlowSpec {
    x!: number;
    @retry({ times: 5 })
    @permissions({ net: ["example.com"] })
    @step start() { this.x = 1; this.next(this.a, this.b); }
    @step a() { console.log(this.x); this.next(this.join); }
    @resources({ cpu: 2 })
    @step b() { Reflect.get(this, String(this.x)); this.next(this.join); }
    @step join(inputs: Inputs<F>) { this.x = inputs[0].x + inputs.b.x; this.next(this.end); }
    @step end() {}
  }`);

Deno.test("parseWith() reads a decorator with its options", () => {
  const cases: [string, ReturnType<typeof parseWith>][] = [
    ["retry", { name: "retry", options: {} }],
    ["retry:", { name: "retry", options: {} }],
    ["retry:times=4,delay=0.5", { name: "retry", options: { times: 4, delay: 0.5 } }],
    ["catchError:as=problem,print=false", {
      name: "catchError",
      options: { as: "problem", print: false },
    }],
    ['permissions:net=["a","b"],read=true', {
      name: "permissions",
      options: { net: ["a", "b"], read: true },
    }],
    ['environment:vars={"A":"1,2","B":"}"}', {
      name: "environment",
      options: { vars: { A: "1,2", B: "}" } },
    }],
    ['own:text="a,b",rest=x=y', { name: "own", options: { text: "a,b", rest: "x=y" } }],
  ];
  for (const [text, expected] of cases) assert.deepEqual(parseWith(text), expected, text);
});

Deno.test("parseWith() refuses what is no decorator", () => {
  for (const text of ["", ":times=1", "re try", "1retry", "retry:times", "retry:=4"]) {
    assert.throws(() => parseWith(text), refusal("with-invalid", "--with"), text);
  }
});

Deno.test("makePlans() gathers what each step asks for and reads", () => {
  const plans = makePlans(graph, [], NO_CAPS);
  assert.deepEqual([...plans.keys()], ["start", "a", "b", "join", "end"]);
  const { policy } = plans.get("start")!;
  assert.equal(policy.retry!.times, 5);
  assert.deepEqual(policy.permissions, { net: ["example.com"] });
  assert.deepEqual([...plans.get("a")!.reads], ["x"]);
  assert.deepEqual([plans.get("a")!.readsAny, plans.get("b")!.readsAny], [false, true]);
  assert.deepEqual(plans.get("join")!.inputReads, ["x"]);
  assert.equal(plans.get("b")!.policy.cpu, 2);
});

Deno.test("makePlans() puts --with on steps that do not have the decorator themselves", () => {
  const plans = makePlans(
    graph,
    [parseWith("retry:times=1"), parseWith("timeout:seconds=2")],
    NO_CAPS,
  );
  assert.equal(plans.get("start")!.policy.retry!.times, 5);
  assert.equal(plans.get("a")!.policy.retry!.times, 1);
  assert.equal(plans.get("a")!.policy.timeout, 2000);
  assert.deepEqual(plans.get("start")!.extraDecorators.map(({ name }) => name), ["timeout"]);
});

Deno.test("makePlans() refuses decorators and rights that there cannot be", () => {
  const plan = (text: string, deny = {}) =>
    makePlans(graph, text === "" ? [] : [parseWith(text)], { allow: {}, deny });
  assert.throws(() => plan("retyr"), refusal("with-unknown", '"retyr"'));
  assert.throws(() => plan("retry:times=-1"), refusal("decorator-options", "times"));
  assert.throws(
    () => plan("", { net: true }),
    refusal("permission-forbidden", '"start"', "--deny-net"),
  );
  assert.doesNotThrow(() => plan("", { net: ["other.example"], read: true }));
});
