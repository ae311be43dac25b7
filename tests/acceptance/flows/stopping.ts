/** Tasks that fail, wait, or do not let themselves be stopped. Files in a folder are their gates. */

import { current, environment, FlowSpec, type Inputs, param, permissions, step } from "flow";

/** Waits for a file of that name to be there. */
async function gate(folder: string, name: string) {
  while (true) {
    try {
      Deno.statSync(`${folder}/${name}`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

/** A foreach of items that succeed, fail, wait, or never end. */
export class Items extends FlowSpec {
  folder = param({ default: "" });
  kinds = param({ default: ["ok"] });
  done!: string;
  results!: string[];

  @step
  start() {
    this.next(this.each, { foreach: this.kinds });
  }

  @permissions({ read: true })
  @step
  async each(kind: string) {
    console.log(`begin ${kind}`);
    if (kind === "fail") throw new Error("this one fails");
    if (kind === "wait") await gate(this.folder, "open");
    if (kind === "polite") {
      await new Promise((resolve) => current.signal.addEventListener("abort", resolve));
      console.log(`polite: ${current.signal.reason.message}`);
    }
    if (kind === "stubborn") { for (;;); }
    this.done = kind;
    this.next(this.after);
  }

  @step
  after() {
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Items>) {
    this.results = [...inputs].map((input) => input.done);
    this.next(this.end);
  }

  @step
  end() {}
}

/** Two branches: one fails at once, the other has several steps. */
export class Sides extends FlowSpec {
  folder = param({ default: "" });
  reached!: string;

  @step
  start() {
    this.next(this.bad, this.good);
  }

  @step
  bad() {
    this.reached = "bad";
    throw new Error("bad luck");
    // deno-lint-ignore no-unreachable -- tells where the run goes on
    this.next(this.join);
  }

  @step
  good() {
    this.reached = "good";
    this.next(this.more);
  }

  @step
  more() {
    this.reached += " more";
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Sides>) {
    this.reached = [...inputs].map((input) => input.reached).join();
    this.next(this.end);
  }

  @step
  end() {}
}

/** A step that starts programs which outlive it if nobody ends them. */
export class Programs extends FlowSpec {
  @permissions({ run: ["sh"] })
  @environment({ vars: { NAME: "outlives" } })
  @step
  async start() {
    const child = new Deno.Command("sh", {
      args: ["-c", "sleep 600 & echo program $!; echo shell $$; wait"],
      stdout: "piped",
    }).spawn();
    for await (const bytes of child.stdout) await Deno.stdout.write(bytes);
    this.next(this.end);
  }

  @step
  end() {}
}
