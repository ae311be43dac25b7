import type { Act, Deed, Key, MadeUp, Part } from "./made_up_flow.ts";

/** The keys of a switch, and the value by which the engine chooses the first or the second. */
export const KEYS: Record<Key, [string, string]> = {
  text: ["left", "right"],
  number: ["0", "1"],
  boolean: ["true", "false"],
};

const HEAD = `
import { catchError, current, FlowSpec, type Inputs, retry, step } from "flow";

function fail(attempts: number, by: string, where: string) {
  if (current.attempt > attempts) return;
  if (by === "kill") Deno.kill(Deno.pid, "SIGKILL");
  throw new Error("trouble at " + where);
}

const names = (...all: string[]) => all as never[];

export default class MadeUp extends FlowSpec {
  place!: string;
  trace!: string[];
  turns!: Record<string, number>;
  where!: unknown[];
  list!: string[];
  choice!: string | number | boolean;
  failure?: unknown;
  a!: string;
  b!: string;
  c!: string;

  /** Notes where the run has come to. */
  begin(step: string, inputs?: Iterable<object>) {
    const from = inputs === undefined ? [this] : [...inputs];
    const lists = from.map((one) => Reflect.has(one, "trace") ? Reflect.get(one, "trace") : []);
    this.turns = Reflect.has(from[0]!, "turns") ? Reflect.get(from[0]!, "turns") : {};
    this.where = this.foreachStack().map(({ index, size, value }) => [index, size, value]);
    const indices = this.foreachStack().map(({ index }) => index);
    this.place = step + JSON.stringify([indices, this.turns]);
    this.trace = [...lists.flat(), this.place];
  }

  turn(loop: string) {
    this.turns = { ...this.turns, [loop]: (this.turns[loop] ?? 0) + 1 };
  }

  leave(loop: string) {
    const { [loop]: _, ...others } = this.turns;
    this.turns = others;
  }

  grow() {
    if (Reflect.has(this, "list")) (Reflect.get(this, "list") as string[]).push(this.place);
  }

  take(name: "a" | "b" | "c", input: object) {
    if (Reflect.has(input, name)) Reflect.set(this, name, Reflect.get(input, name));
  }
`;

/** The source of a flow. The steps of parts are named by their place in the text. */
export function flowSource(flow: MadeUp): string {
  const writer = new Writer();
  writer.step("end", flow.end, { next: null });
  const first = writer.sequence(flow.parts, "end", "s");
  writer.step("start", flow.start, {
    next: `this.${first}`,
    first: ["this.list = [];"],
  });
  return `${HEAD}\n${writer.methods.join("\n\n")}\n}\n`;
}

interface Rest {
  next: string | null;
  join?: boolean;
  /** Lines after the noting of the place. */
  first?: string[];
  /** Lines before `this.next`. */
  last?: string[];
  /** Whether the step's error may be caught. */
  mayCatch?: boolean;
}

class Writer {
  readonly methods: string[] = [];

  step(name: string, deed: Deed, rest: Rest): void {
    const { next, join = false, first = [], last = [] } = rest;
    const acts = (all: readonly Act[]) => all.map(actSource);
    const { fault } = deed;
    const by = faultKind(deed, join);
    this.methods.push(
      [
        ...deed.retries > 0 ? [`@retry({ times: ${deed.retries}, delay: 0 })`] : [],
        ...catches(deed, rest) ? [`@catchError({ as: "failure", print: false })`] : [],
        "@step",
        `${name}(${join ? "inputs: Inputs<MadeUp>" : ""}) {`,
        `  this.begin("${name}"${join ? ", inputs" : ""});`,
        ...[
          ...first,
          ...acts(deed.before),
          ...fault === null ? [] : [`fail(${fault.attempts}, "${by}", this.place);`],
          ...acts(deed.after),
          ...last,
          ...next === null ? [] : [`this.next(${next});`],
        ].map((line) => `  ${line}`),
        "}",
      ].map((line) => `  ${line}`).join("\n"),
    );
  }

  /** @returns The name of the first step. */
  sequence(parts: readonly Part[], next: string, prefix: string): string {
    let after = next;
    for (let at = parts.length - 1; at >= 0; at--) {
      after = this.#part(parts[at]!, after, `${prefix}${at}`);
    }
    return after;
  }

  #part(part: Part, next: string, name: string): string {
    switch (part.kind) {
      case "step":
        this.step(name, part.deed, { next: `this.${next}` });
        break;
      case "branch": {
        const ways = part.ways.map((way, at) =>
          `this.${this.sequence(way, `${name}j`, `${name}w${at}_`)}`
        );
        this.step(name, part.deed, { next: ways.join(", ") });
        this.step(`${name}j`, part.join, { next: `this.${next}`, join: true });
        break;
      }
      case "foreach": {
        const first = this.sequence(part.body, `${name}j`, `${name}b_`);
        const items = `Array.from({ length: ${part.size} }, (_, at) => this.place + "/" + at)`;
        this.step(name, part.deed, {
          next: `this.${first}, { foreach: ${items} }`,
          mayCatch: false,
        });
        this.step(`${name}j`, part.join, { next: `this.${next}`, join: true });
        break;
      }
      case "switch": {
        const keys = KEYS[part.by];
        const cases = part.ways.map((way, at) =>
          `${keys[at]}: this.${this.sequence(way, `${name}x`, `${name}w${at}_`)}`
        );
        const chosen = part.by === "text" ? `"${keys[part.chosen]}"` : keys[part.chosen];
        this.step(name, part.deed, {
          next: `{ ${cases.join(", ")} }, { switch: this.choice }`,
          last: [`this.choice = ${chosen};`],
          mayCatch: false,
        });
        // A case may not lead straight to a join.
        this.step(`${name}x`, NOTHING, { next: `this.${next}` });
        break;
      }
      case "loop": {
        const first = this.sequence(part.body, `${name}q`, `${name}b_`);
        this.step(name, part.deed, {
          next: `this.${first}`,
          first: [`this.turn("${name}");`],
          mayCatch: false,
        });
        this.step(`${name}q`, NOTHING, {
          next: `{ on: this.${name}, off: this.${name}x }, { switch: this.choice }`,
          last: [`this.choice = this.turns.${name}! < ${part.turns} ? "on" : "off";`],
        });
        this.step(`${name}x`, NOTHING, { next: `this.${next}`, first: [`this.leave("${name}");`] });
        break;
      }
    }
    return name;
  }
}

/** A step that does nothing of its own. */
export const NOTHING: Deed = { before: [], fault: null, after: [], retries: 0, caught: false };

/** Whether the error of a step is caught: not where the way on depends on what the step does. */
export function catches(deed: Deed, rest: { mayCatch?: boolean }): boolean {
  return deed.caught && rest.mayCatch !== false;
}

/** What a killed join would have noted is lost, so that nothing after it could be understood. */
export function faultKind(deed: Deed, join: boolean): "throw" | "kill" {
  return join && deed.caught ? "throw" : deed.fault?.by ?? "throw";
}

function actSource(act: Act, at: number): string {
  switch (act.do) {
    case "set":
      return `this.${act.name} = ${act.to === "same" ? '"same"' : `this.place + "!${at}"`};`;
    case "delete":
      return `Reflect.deleteProperty(this, "${act.name}");`;
    case "grow":
      return "this.grow();";
    case "take":
      return `this.take("${act.name}", inputs[${act.input} % inputs.length]!);`;
    case "merge": {
      const options = act.how === "all"
        ? ""
        : `, { ${act.how}: names(${act.names.map((name) => `"${name}"`).join(", ")}) }`;
      return `this.merge(inputs${options});`;
    }
  }
}
