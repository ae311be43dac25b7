import {
  current,
  environment,
  FlowSpec,
  type Inputs,
  param,
  permissions,
  secrets,
  step,
} from "flow";
import { dataModule, workerSays } from "./probes/probe.ts";

const realm = globalThis as unknown as Record<string, unknown>;
const CACHED = "http://cached.invalid/";

/** What a step sees of another one. */
function tryTo<T>(look: () => T): T | string {
  try {
    return look();
  } catch (error) {
    return (error as Error).name;
  }
}

/** Steps that try to reach each other, by what they leave and while they run. */
export default class Neighbours extends FlowSpec {
  gate = param({ default: "" });

  temp!: string;
  heard!: unknown[];
  seen!: Record<string, unknown>;

  @environment({ vars: { ONLY_START: "x" } })
  @secrets(["NEIGHBOURS_SECRET"])
  @step
  async start() {
    realm.left = "by start";
    Reflect.set(Array.prototype, "leftByStart", true);
    const cache = await caches.open("flow");
    await cache.put(CACHED, new Response("by start"));
    this.temp = current.tempDir;
    Deno.writeTextFileSync(`${this.temp}/left`, "by start");
    this.seen = { variable: Deno.env.get("ONLY_START"), secret: Deno.env.get("NEIGHBOURS_SECRET") };
    this.next(this.listener, this.speaker);
  }

  @permissions({ net: ["127.0.0.1"] })
  @step
  async listener() {
    const channel = new BroadcastChannel("flow");
    this.heard = [];
    channel.onmessage = ({ data }) => this.heard = [...this.heard, data];
    await fetch(`http://${this.gate}/set/listening`);
    await fetch(`http://${this.gate}/wait/spoken`);
    // What was said to somebody in this process would have come long ago.
    const worker =
      `new BroadcastChannel("flow").postMessage("from its own Worker"); postMessage(1);`;
    await workerSays(dataModule(worker));
    while (this.heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    channel.close();
    this.next(this.join);
  }

  @permissions({ net: ["127.0.0.1"] })
  @step
  async speaker() {
    await fetch(`http://${this.gate}/wait/listening`);
    const channel = new BroadcastChannel("flow");
    channel.postMessage("from another step");
    await fetch(`http://${this.gate}/set/spoken`);
    channel.close();
    const cache = await caches.open("flow");
    this.seen = {
      ...this.seen,
      global: realm.left,
      prototype: Reflect.has([], "leftByStart"),
      cached: (await cache.match(CACHED)) === undefined,
      file: tryTo(() => Deno.readTextFileSync(`${this.temp}/left`)),
      folder: tryTo(() => [...Deno.readDirSync(`${this.temp}/..`)].length),
      otherVariable: tryTo(() => Deno.env.get("ONLY_START")),
      otherSecret: tryTo(() => Deno.env.get("NEIGHBOURS_SECRET")),
    };
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Neighbours>) {
    this.heard = inputs.listener!.heard;
    this.seen = inputs.speaker!.seen;
    this.next(this.end);
  }

  @step
  end() {}
}

/** Tasks of one step, one after another. */
export class Siblings extends FlowSpec {
  turns!: { count: number; ticks: number; file: boolean }[];
  turn!: { count: number; ticks: number; file: boolean };

  @step
  start() {
    this.next(this.sibling, { foreach: [0, 1, 2] });
  }

  @step
  async sibling() {
    realm.count = Number(realm.count ?? 0) + 1;
    const { tempDir } = current;
    const before = Number(realm.ticks ?? 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.turn = {
      count: realm.count as number,
      ticks: Number(realm.ticks ?? 0) - before,
      file: [...Deno.readDirSync(tempDir)].length > 0,
    };
    setInterval(() => realm.ticks = Number(realm.ticks ?? 0) + 1, 0);
    Deno.writeTextFileSync(`${tempDir}/left`, "x");
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Siblings>) {
    this.turns = [...inputs].map(({ turn }) => turn);
    this.next(this.end);
  }

  @step
  end() {}
}
