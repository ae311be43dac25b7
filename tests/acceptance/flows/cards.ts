/** Flows whose steps have cards. */

import {
  card,
  catchError,
  type CaughtError,
  Chart,
  Code,
  current,
  defineCard,
  EventsTimeline,
  FlowSpec,
  Image,
  type Inputs,
  Json,
  Markdown,
  param,
  permissions,
  ProgressBar,
  retry,
  secrets,
  step,
  Table,
  timeout,
  ValueBox,
} from "flow";

const PIXEL = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p2bYsQAAAABJRU5ErkJggg==",
);

defineCard(
  "own",
  ({ flow, step, attempt, options, components }) =>
    `<h1>${step} ${attempt}: ${flow.rows.length} ${options.unit}, ${components.length} on it</h1>`,
);
defineCard("tells", ({ flow }) => `<p>told: ${flow.rows[0]}</p>`);
defineCard("throws", () => {
  throw new Error("no rows to show");
});
defineCard("waits", () => new Promise<string>(() => {}));
defineCard("hangs", () => {
  for (;;);
});
defineCard("huge", () => "x".repeat(9 << 20));
defineCard("number", (() => 7) as never);

/** Each component, several cards, retries, a caught error. */
export default class Carded extends FlowSpec {
  /** The join fails as long as there is a file of that name. */
  broken = param({ default: "" });

  rows!: { title: string; votes: number }[];
  failure!: CaughtError | undefined;

  @card
  @card({ id: "more", type: "blank" })
  @card({ id: "made", type: "own", options: { unit: "films" } })
  @step
  start() {
    this.rows = [{ title: "Alien <1979>", votes: 5 }, { title: "Brazil", votes: 3 }];
    current.card.append(Markdown("# Films & more"));
    current.card("more").extend([
      Table(this.rows),
      ValueBox("films", 3200, { unit: "rows", change: -4 }),
      Image(PIXEL, { alt: "a dot" }),
      Code("const a = 1 < 2;", { language: "ts" }),
      Json({ deep: [1, { er: new Map([["a", 1n]]) }] }, { label: "a value" }),
      EventsTimeline({ label: "what happened" }).add({ what: "began" }, 0),
      Chart({
        data: { values: this.rows },
        mark: "bar",
        encoding: {
          x: { field: "title", type: "nominal" },
          y: { field: "votes", type: "quantitative" },
        },
      }, { label: "votes" }),
    ]);
    current.card("made").append(Markdown("one"));
    this.next(this.each, { foreach: [1, 2, 3] });
  }

  @card
  @retry({ times: 1, delay: 0 })
  @step
  each(n: number) {
    current.card.append(Markdown(`try ${current.attempt} of ${n}`));
    if (n === 2 && current.attempt === 1) throw new Error("not yet");
    this.next(this.gather);
  }

  @permissions({ read: true })
  @step
  gather(inputs: Inputs<Carded>) {
    if (isThere(this.broken)) throw new Error(`${inputs.length} inputs, and broken`);
    this.next(this.caught);
  }

  @catchError({ print: false })
  @card
  @step
  caught() {
    current.card.append(Markdown("before it failed"));
    this.next(this.end);
    throw new Error("caught <b>it</b>");
  }

  @step
  end() {}
}

/** A card that grows while its step runs. */
export class Live extends FlowSpec {
  gate = param({ default: "" });

  @permissions({ read: true })
  @card({ type: "blank" })
  @step
  async start() {
    const bar = ProgressBar({ max: 3, label: "Films" });
    current.card.append(bar).refresh();
    bar.update(1);
    // Comes at once after the first, and so waits a second; until then the first is what is seen.
    current.card.refresh();
    console.log("shown");
    while (!isThere(this.gate)) await new Promise((resolve) => setTimeout(resolve, 10));
    bar.update(3);
    this.next(this.end);
  }

  @step
  end() {}
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** Cards that cannot be made, of tasks that succeed. */
export class BadCards extends FlowSpec {
  after!: string;

  @step
  start() {
    this.next(this.throws, this.waits, this.hangs, this.huge, this.unknown);
  }

  @card({ type: "throws" })
  @step
  throws() {
    this.next(this.join);
  }

  @card({ type: "waits" })
  @step
  waits() {
    this.next(this.join);
  }

  @card({ type: "hangs" })
  @step
  hangs() {
    this.next(this.join);
  }

  @card({ type: "huge" })
  @card({ id: "long", type: "blank" })
  @step
  huge() {
    const text = "long ".repeat(2 << 20);
    current.card("long").append(Markdown(text));
    this.next(this.join);
  }

  @card({ type: "nobodys" })
  @card({ id: "number", type: "number" })
  @step
  unknown() {
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<BadCards>) {
    this.after = "went on";
    this.next(this.end);
  }

  @step
  end() {}
}

/** Secrets in what cards show. */
export class Secretive extends FlowSpec {
  @secrets(["CARD_SECRET"])
  @card
  @card({ id: "made", type: "tells" })
  @step
  start() {
    const secret = Deno.env.get("CARD_SECRET")!;
    current.card("default").append(Markdown(`it is ${secret}`)).append(Json({ [secret]: secret }));
    this.rows = [secret];
    this.next(this.end);
  }

  rows!: string[];

  @step
  end() {}
}

/** Many tasks, each with a card. */
export class ManyCards extends FlowSpec {
  @step
  start() {
    this.next(this.each, { foreach: Array.from({ length: 300 }, (_, at) => at) });
  }

  @card({ type: "blank" })
  @step
  each(n: number) {
    current.card.append(ValueBox("item", n));
    this.next(this.join);
  }

  @step
  join(_inputs: Inputs<ManyCards>) {
    this.next(this.end);
  }

  @step
  end() {}
}

/** `current.card` where there is none. */
export class NoCard extends FlowSpec {
  @step
  start() {
    current.card.append(Markdown("x"));
    this.next(this.end);
  }

  @step
  end() {}
}

/** A step that is ended from outside, with a card. */
export class Killed extends FlowSpec {
  @timeout({ seconds: 0.1 })
  @card
  @step
  start() {
    current.card.append(Markdown("seen before the end")).refresh();
    current.card.append("no component" as never);
    for (;;);
  }
}
