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
      // There is none where the run has no end.
      end: run.status === "succeeded" ? await json(store, ["dump", path]) : {},
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
  const { code, stdout, stderr } = await new Deno.Command(FLOW[0]!, {
    args: [...FLOW.slice(1), ...args, "--store", store],
    env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "" },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  assert.equal(code, 0, `flow ${args.join(" ")}: ${text.decode(stderr)}`);
  return text.decode(stdout);
}

// deno-lint-ignore no-explicit-any -- whatever the command prints
async function json(store: string, args: string[]): Promise<any> {
  return JSON.parse(await command(store, [...args, "--json"]));
}

function numberIn(pathspec: string): number {
  return Number(pathspec.slice(pathspec.lastIndexOf("/") + 1));
}
