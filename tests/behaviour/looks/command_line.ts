import assert from "node:assert/strict";
import { FLOW } from "../../cli/command.ts";
import type { Look, RawRun, RawTask } from "./seen.ts";

/** By the commands `status`, `logs` and `dump`, each in a process of its own. */
export const commandLine: Look = {
  name: "command line",

  async run(store, path): Promise<RawRun> {
    const run = await json(store, ["status", path]);
    const lines: { task: number; stream: string; text: string }[] = await json(store, [
      "logs",
      path,
    ]);
    const tasks: RawTask[] = [];
    for (const { step } of run.steps) {
      for (
        const { pathspec, task: number, status, origin } of await json(store, [
          "status",
          `${path}/${step}`,
        ])
      ) {
        const task = await json(store, ["status", pathspec]);
        assert.deepEqual([task.status, task.origin], [status, origin]);
        const printed = (stream: string) =>
          lines.filter((line) => line.task === number && line.stream === stream)
            .map(({ text }) => text);
        tasks.push({
          number,
          step,
          status,
          indexes: task.foreach.map(({ index }: { index: number }) => index),
          parents: task.parents.map(numberIn),
          children: task.children.map(numberIn),
          // deno-lint-ignore no-explicit-any -- as printed
          attempts: task.attempts.map(({ status, error }: any) => ({
            status,
            type: error?.type ?? null,
            message: error?.message ?? null,
          })),
          origin,
          artifacts: Object.fromEntries(
            // deno-lint-ignore no-explicit-any -- as printed
            task.artifacts.map(({ name, digest }: any) => [name, digest]),
          ),
          stdout: printed("stdout"),
          stderr: printed("stderr"),
        });
      }
    }
    return {
      run: run.run,
      status: run.status,
      tags: run.tags,
      params: run.params,
      origin: run.origin,
      error: run.error?.message ?? null,
      end: await endOf(store, path),
      tasks,
    };
  },

  async tags(store, run) {
    const tags: { tag: string }[] = await json(store, ["tag", "list", run]);
    return tags.map((one) => typeof one === "string" ? one : one.tag);
  },
};

/** Runs a command to its end; it has to succeed. */
export async function command(store: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(store, args);
  assert.equal(code, 0, `flow ${args.join(" ")}: ${stderr}`);
  return stdout;
}

async function run(store: string, args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(FLOW[0]!, {
    args: [...FLOW.slice(1), ...args, "--store", store],
    env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

// deno-lint-ignore no-explicit-any -- whatever the command prints
async function json(store: string, args: string[]): Promise<any> {
  return JSON.parse(await command(store, [...args, "--json"]));
}

/** Values at the end of a run; none where it has no end. */
async function endOf(store: string, path: string): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await run(store, ["dump", path, "--json"]);
  const values = JSON.parse(stdout);
  if (code === 0) return values;
  assert.match(values.error.message, /no artifacts at the end/, stderr);
  return {};
}

function numberIn(pathspec: string): number {
  return Number(pathspec.slice(pathspec.lastIndexOf("/") + 1));
}
