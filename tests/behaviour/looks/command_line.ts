import assert from "node:assert/strict";
import { FLOW } from "../../cli/command.ts";
import type { Look, RawRun, RawTask } from "./seen.ts";
import { CommandSession } from "./session.ts";

/** By the commands `status`, `logs`, `dump` and `tag`. */
export const commandLine: Look = {
  name: "command line",

  async run(store, path): Promise<RawRun> {
    const run = JSON.parse(await command(store, ["status", path, "--json"]));
    await using session = new CommandSession(store);
    const lines: Line[] = await session.json(["logs", path]);
    const byTask = Map.groupBy(lines, ({ task }) => task);
    const tasks: RawTask[] = [];
    for (const { step } of run.steps) {
      for (const { pathspec, ...told } of await session.json(["status", `${path}/${step}`])) {
        const task = await session.json(["status", pathspec]);
        assert.deepEqual([task.status, task.origin], [told.status, told.origin]);
        tasks.push(toTask(task, byTask.get(told.task) ?? []));
      }
    }
    const { status, tags, params, origin, error } = run;
    return {
      run: run.run,
      status,
      tags,
      params,
      origin,
      error: error?.message ?? null,
      end: await endOf(session, path),
      tasks,
    };
  },

  async tags(store, run) {
    return JSON.parse(await command(store, ["tag", "list", run, "--json"]));
  },
};

/** A line of `logs`. */
interface Line {
  task: number;
  stream: string;
  text: string;
}

// deno-lint-ignore no-explicit-any -- as printed
function toTask(task: any, lines: readonly Line[]): RawTask {
  const printed = (stream: string) =>
    lines.filter((line) => line.stream === stream).map(({ text }) => text);
  return {
    number: task.task,
    step: task.step,
    status: task.status,
    indexes: task.foreach.map(({ index }: { index: number }) => index),
    parents: task.parents.map(numberIn),
    children: task.children.map(numberIn),
    // deno-lint-ignore no-explicit-any -- as printed
    attempts: task.attempts.map(({ status, error }: any) => ({
      status,
      type: error?.type ?? null,
      message: error?.message ?? null,
    })),
    origin: task.origin,
    artifacts: Object.fromEntries(
      // deno-lint-ignore no-explicit-any -- as printed
      task.artifacts.map(({ name, digest }: any) => [name, digest]),
    ),
    stdout: printed("stdout"),
    stderr: printed("stderr"),
  };
}

/** Values at the end of a run; none where it has no end. */
async function endOf(session: CommandSession, path: string): Promise<Record<string, unknown>> {
  const { code, value } = await session.ask(["dump", path]);
  if (code === 0) return value;
  assert.match(value.error.message, /no artifacts at the end/);
  return {};
}

function numberIn(pathspec: string): number {
  return Number(pathspec.slice(pathspec.lastIndexOf("/") + 1));
}

/** Runs a command to its end, in a process of its own; it has to succeed. */
export async function command(store: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(FLOW[0]!, {
    args: [...FLOW.slice(1), ...args, "--store", store],
    env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  assert.equal(code, 0, `flow ${args.join(" ")}: ${text.decode(stderr)}`);
  return text.decode(stdout);
}
