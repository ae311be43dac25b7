import assert from "node:assert/strict";
import { stepDecoratorNamed } from "../../../core/flow/registry.ts";
import type { FlowError } from "../../../store/error.ts";
import { TaskCard } from "./card_of_task.ts";
import "./card.ts";
import { Markdown } from "./components.ts";
import { defineCard } from "./define_card.ts";

const policy = (options: unknown) => stepDecoratorNamed("card")!.policy!(options);

Deno.test("@card says which cards a step has, and how long a function of the flow's own may take", () => {
  assert.deepEqual(policy({}), { cards: [{ id: "default", type: "default" }] });
  assert.deepEqual(policy({ id: "a", type: "blank", refresh: 2 }), {
    cards: [{ id: "a", type: "blank" }],
  });
  assert.deepEqual(policy({ type: "own", options: () => {} }), {
    cards: [{ id: "default", type: "own" }],
    afterwards: 5000,
  });
});

Deno.test("@card refuses wrong options", () => {
  const cases: [unknown, RegExp][] = [
    [{ id: "" }, /"id" cannot be ""/],
    [{ id: "a b" }, /"id" cannot be "a b"/],
    [{ type: "../x" }, /"type" cannot be "..\/x"/],
    [{ refresh: 0.5 }, /"refresh" cannot be 0.5/],
    [{ name: "a" }, /there is no option "name"/],
  ];
  for (const [options, message] of cases) {
    assert.throws(() => policy(options), (error: FlowError) => {
      assert.match(error.message, message);
      return error.exitCode === 2 && error.hint !== undefined;
    });
  }
});

Deno.test("defineCard() refuses a name that is taken", () => {
  defineCard("twice", () => "");
  assert.throws(() => defineCard("twice", () => ""), { message: /there is one already/ });
  assert.throws(() => defineCard("default", () => ""), { message: /there is one already/ });
});

Deno.test("a card is sent at once, then held back until its end", () => {
  const sent: string[] = [];
  const card = new TaskCard("a", 1e9, (id, kind, text) => sent.push(`${id} ${kind} ${text}`));
  card.append(Markdown("1")).refresh();
  card.extend([Markdown("2")]).refresh().refresh();
  card.components[0]!.update("one");
  assert.deepEqual(sent, ['a json {"components":[{"is":"markdown","text":"1"}]}']);
  card.end();
  assert.deepEqual(sent.slice(1), [
    'a json {"components":[{"is":"markdown","text":"one"},{"is":"markdown","text":"2"}]}',
  ]);
  card.clear().end();
  assert.equal(sent.at(-1), 'a json {"components":[]}');
});

Deno.test("a card with nothing on it is not sent, and what is no component is told of on it", () => {
  const sent: string[] = [];
  const card = new TaskCard("a", 1000, (_id, _kind, text) => sent.push(text));
  card.end();
  assert.deepEqual(sent, []);
  card.append("text" as never).extend(7 as never).components.push(null as never);
  card.end();
  const { components } = JSON.parse(sent[0]!);
  assert.deepEqual(components.map(({ is }: { is: string }) => is), ["wrong", "wrong", "wrong"]);
  assert.match(components[0].text, /^A text is no component/);
});

Deno.test("a card that is too long is told of in place of it", () => {
  const sent: string[] = [];
  const card = new TaskCard("a", 1000, (_id, _kind, text) => sent.push(text));
  card.append(Markdown("x".repeat(9 << 20))).end();
  assert.match(JSON.parse(sent[0]!).error, /9\.4 million characters/);
});
