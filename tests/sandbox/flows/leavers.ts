import { current, FlowSpec, type Inputs, permissions, step } from "flow";

// deno-lint-ignore no-explicit-any -- what it leaves in its realm has no types
const realm = globalThis as any;

/** A counter in memory that a Worker keeps counting up. */
const TICKER = `data:text/javascript,${
  encodeURIComponent("onmessage = ({ data }) => setInterval(() => Atomics.add(data, 0, 1), 0);")
}`;

/** Whether a process runs, as the system tells it: one that was killed is a zombie for a while. */
function runs(pid: number): boolean {
  const { stdout } = new Deno.Command("cat", { args: [`/proc/${pid}/stat`], stderr: "null" })
    .outputSync();
  return /\) [RSDT] /.test(new TextDecoder().decode(stdout));
}

/** Waits until it is so, but not for ever. */
async function soon(test: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200 && !test(); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return test();
}

/** Whether a shared counter still counts. */
async function counts(ticks: Int32Array | undefined): Promise<boolean> {
  if (ticks === undefined) return false;
  const before = Atomics.load(ticks, 0);
  await new Promise((resolve) => setTimeout(resolve, 30));
  return Atomics.load(ticks, 0) > before;
}

/** What a task finds of the one before it. */
async function look(): Promise<Record<string, unknown>> {
  const { pid } = realm.left ?? {};
  return {
    folder: Deno.cwd() === realm.folder || realm.folder === undefined,
    mask: Deno.umask(),
    variable: Deno.env.get("LEAVERS") ?? "none",
    console: console.log === realm.log || realm.log === undefined,
    handler: realm.onmessage === null,
    heard: realm.heard ?? 0,
    worker: await counts(realm.left?.ticks),
    program: pid === undefined ? false : !await soon(() => !runs(pid)),
    port: listen(),
    global: realm.left !== undefined,
    prototype: Reflect.has([], "left"),
    nodeTimer: await counts(realm.left?.nodeTicks),
  };
}

function listen(): string {
  try {
    realm.listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    return realm.left === undefined ? "free" : portAgain();
  } catch (error) {
    return (error as Error).name;
  }
}

function portAgain(): string {
  try {
    Deno.listen({ hostname: "127.0.0.1", port: realm.left.port }).close();
    return "free";
  } catch (error) {
    return (error as Error).name;
  }
}

/** Leaves all that a task can leave. */
function leave() {
  realm.folder ??= Deno.cwd();
  realm.log ??= console.log;
  const ticks = new Int32Array(new SharedArrayBuffer(4));
  const nodeTicks = new Int32Array(new SharedArrayBuffer(4));
  // The class behind `Worker`, if there is one to be had.
  const behind = Object.getPrototypeOf(Worker);
  const makers = [Worker, Worker.prototype.constructor, behind].filter((one) =>
    one === Worker || one?.prototype instanceof EventTarget
  );
  for (const Maker of makers) new Maker(TICKER, { type: "module" }).postMessage(ticks);
  const { setInterval } = realm.process.getBuiltinModule("node:" + "timers");
  setInterval(() => Atomics.add(nodeTicks, 0, 1), 0);
  const { pid } = new Deno.Command("sleep", { args: ["300"] }).spawn();
  realm.left = { ticks, nodeTicks, pid, port: realm.listener.addr.port };
  Reflect.set(Array.prototype, "left", true);
  Deno.chdir(current.tempDir);
  Deno.umask(0o077);
  Deno.env.set("LEAVERS", "left");
  console.log = () => {};
  realm.addEventListener("message", () => realm.heard = (realm.heard ?? 0) + 1);
  realm.onmessage = () => realm.heard = (realm.heard ?? 0) + 1;
}

/** Tasks of one step, each of which looks at what the one before has left. */
export default class Leavers extends FlowSpec {
  seen!: Record<string, unknown>;
  turns!: Record<string, unknown>[];

  @step
  start() {
    this.next(this.leaver, { foreach: [0, 1] });
  }

  @permissions({
    read: ["."],
    env: ["LEAVERS"],
    net: ["127.0.0.1"],
    sys: true,
    run: ["sleep", "cat"],
  })
  @step
  async leaver() {
    this.seen = await look();
    leave();
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Leavers>) {
    this.turns = [...inputs].map(({ seen }) => seen);
    this.next(this.end);
  }

  @step
  end() {}
}
