import assert from "node:assert/strict";
import { listRuns, type RunRecord } from "../../store/metadata/runs.ts";
import { listTasks } from "../../store/metadata/tasks.ts";
import { openStore } from "../../store/store.ts";
import { collectGarbage } from "../../store/upkeep/gc.ts";
import { verifyStore } from "../../store/upkeep/verify.ts";
import { type Event, eventually, Lab, type RunningFlow } from "../acceptance/harness.ts";
import { census, isDone, wasCaughtKilled } from "./census.ts";
import { commandLine, processesOf } from "./processes.ts";
import { readTrace } from "./trace.ts";
import { type Seen, Watcher } from "./watcher.ts";

const FLOW = new URL("flows/tortured.ts", import.meta.url);
const DIE = new URL("preload/die.ts", import.meta.url).href;

/** How one `flow` process of a chain is started. */
export interface Start {
  workers: number;
  /** Where it ends itself: see `preload/die.ts`. */
  die?: string;
}

/**
 * A store in which one flow is run, killed, resumed, killed and so on to its end; then the next. A
 * reader in another process looks on. After each process all is checked that must hold.
 */
export class Chain implements AsyncDisposable {
  readonly lab = new Lab();
  /** How long an undisturbed run takes here, in milliseconds. */
  duration = 0;
  /** Runs that came to their end and were right. */
  whole = 0;
  #flow: string;
  #trace: string;
  #expected = new Map<string, string>();
  #watcher: Watcher | null = null;
  /** The newest run that has been looked at, and the one to go on from. */
  #newest = 0;
  #origin: RunRecord | null = null;
  /** Tasks that were finished in this chain: they must never run again. */
  #finished = new Set<number>();

  constructor() {
    this.#flow = this.lab.write("flow.ts", Deno.readTextFileSync(FLOW));
    this.#trace = `${this.lab.path}/trace`;
  }

  /** Runs the flow undisturbed, to know what must come out. */
  async begin(): Promise<void> {
    const before = performance.now();
    const { run } = await this.lab.run(this.#flow, ["--trace", this.#trace]);
    this.duration = performance.now() - before;
    const { result } = await this.lab.dump(run);
    using store = await openStore(this.lab.store, { readonly: true });
    const [record] = listRuns(store.db);
    this.#newest = record!.id;
    this.#expected = census(store.db, record!.id);
    this.#watcher = new Watcher(this.lab.store, "Tortured", result);
  }

  /** How much of the flow is left to be run, from 0 to 1. */
  get left(): number {
    return 1 - this.#finished.size / this.#expected.size;
  }

  /** Starts the next process: a run, or a resume where the last one did not get to its end. */
  start({ workers, die }: Start): RunningFlow {
    const origin = this.#origin;
    const args = origin === null
      ? ["run", this.#flow, "--trace", this.#trace]
      : ["resume", this.#flow, "--run", `${origin.flow}/${origin.number}`];
    return this.lab.start(
      [...args, "--max-workers", String(workers)],
      die === undefined ? {} : { preload: DIE, env: { TORTURE_DIE: die } },
    );
  }

  /**
   * Checks what a process has left that {@linkcode start} gave.
   *
   * @param executorDied What an executor had ended and not told of yet may have run again then.
   */
  async check(running: RunningFlow, executorDied: boolean): Promise<void> {
    const { events, stderr } = await running.ended;
    assert.doesNotMatch(stderr, /defect|panicked/i);
    const mine = [this.#watcher?.pid];
    let orphans: number[] = [];
    await eventually("all processes end", () => {
      orphans = processesOf(this.lab.path).filter((pid) => !mine.includes(pid));
      return orphans.length === 0;
    }).catch((cause) => {
      throw new Error(`left: ${orphans.map(commandLine).join("; ")}`, { cause });
    });
    using store = await openStore(this.lab.store, { readonly: true });
    const made = listRuns(store.db).filter((run) => run.id > this.#newest);
    assert.ok(made.length <= 1, "a process makes one run");
    const [run] = made;
    if (run === undefined) return assert.deepEqual(events, [], "what is told of is in the store");
    const done = new Set(listTasks(store.db, run.id).filter(isDone).map(({ number }) => number));
    this.#checkTasks(run, done, events);
    if (!executorDied) this.#checkOnce(run);
    this.#newest = run.id;
    assert.ok(run.status !== "running", "what is gone does not count as running");
    // The run cannot leave what an undisturbed one does.
    const caught = listTasks(store.db, run.id, { status: "caught" });
    if (caught.some((task) => wasCaughtKilled(store.db, task))) return this.#begin();
    if (run.status !== "succeeded") {
      this.#origin = run;
      this.#finished = done;
      return;
    }
    const left = census(store.db, run.id);
    assert.deepEqual(left, this.#expected, "the result is that of an undisturbed run");
    this.#begin();
    this.whole++;
    await this.#verify();
  }

  /** The next process runs the flow anew. */
  #begin() {
    this.#origin = null;
    this.#finished = new Set();
  }

  #checkTasks(run: RunRecord, done: Set<number>, events: Event[]) {
    const told = new Map<number, Event>();
    for (const event of events) {
      const task = Number(event.task);
      if (event.type === "task_started") {
        assert.ok(!this.#finished.has(task), `task ${task} was finished and is started again`);
      } else if (event.type === "task_succeeded" || event.type === "task_caught") {
        assert.ok(done.has(task), `task ${task} was told to be finished, and the store has it`);
        told.set(task, event);
      }
    }
    for (const task of this.#finished) assert.ok(done.has(task), `task ${task} is taken over`);
    for (const { run: name, task, time } of readTrace(this.#trace)) {
      if (name !== `${run.flow}/${run.number}`) continue;
      assert.ok(!this.#finished.has(task), `task ${task} was finished and has run again`);
      const end = told.get(task);
      assert.ok(end === undefined || time <= end.time, `task ${task} ran again once it was told`);
    }
  }

  /** Each attempt was begun once: at least so, as long as no executor dies. */
  #checkOnce(run: RunRecord) {
    const begun = readTrace(this.#trace).filter((one) => one.run === `${run.flow}/${run.number}`)
      .map(({ task, attempt }) => `${task} attempt ${attempt}`);
    assert.equal(new Set(begun).size, begun.length, `no attempt runs twice: ${begun}`);
  }

  async #verify(): Promise<void> {
    const { ok, database, problems } = await verifyStore(this.lab.store);
    assert.ok(ok, JSON.stringify([database, problems]));
  }

  /** Cleans up, and looks at all once more. */
  async end(): Promise<Seen> {
    const seen = await this.#watcher!.end();
    await collectGarbage(this.lab.store);
    const { ok, strays, leftovers } = await verifyStore(this.lab.store);
    assert.deepEqual(
      [ok, strays, leftovers],
      [true, [], []],
      "gc leaves nothing that nobody needs",
    );
    return seen;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher?.[Symbol.asyncDispose]();
    await this.lab[Symbol.asyncDispose]();
  }
}
