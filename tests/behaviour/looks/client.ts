import { openStore, type Run, type Task } from "flow";
import { linesOf, type Look, type RawRun, type RawTask } from "./seen.ts";

/** By the classes of the client. */
export const client: Look = {
  name: "client",

  async run(store, path): Promise<RawRun> {
    using opened = openStore(store);
    const run = opened.run(path);
    const tasks: RawTask[] = [];
    for await (const step of run.steps()) {
      for await (const task of step.tasks()) tasks.push(await look(task));
    }
    const error = await run.error as { message?: string } | null;
    return {
      run: run.pathspec,
      status: await run.status,
      tags: await run.tags,
      params: await run.params,
      origin: (await run.originRun)?.pathspec ?? null,
      error: error?.message ?? null,
      end: await endOf(run),
      tasks,
    };
  },

  async tags(store, run) {
    using opened = openStore(store);
    return await opened.run(run).tags;
  },
};

async function look(task: Task): Promise<RawTask> {
  const artifacts: Record<string, string> = {};
  for await (const artifact of task.artifacts()) artifacts[artifact.name] = await artifact.digest;
  const numbers = async (tasks: AsyncIterable<Task>) =>
    (await Array.fromAsync(tasks)).map(({ number }) => number);
  return {
    number: task.number,
    step: task.step,
    status: await task.status,
    indexes: (await task.foreachStack()).map(({ index }) => index),
    parents: await numbers(task.parents()),
    children: await numbers(task.children()),
    attempts: (await task.attempts()).map(({ status, error }) => ({
      status,
      type: error?.type ?? null,
      message: error?.message ?? null,
    })),
    origin: await task.originRun,
    artifacts,
    stdout: linesOf(await task.stdout()),
    stderr: linesOf(await task.stderr()),
  };
}

async function endOf(run: Run): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  if (await run.endTask === null) return values;
  for await (const artifact of run.artifacts()) {
    values[artifact.name] = extended(await artifact.value());
  }
  return values;
}

/** A value as the command line would print it, as far as flows of the matrix leave such. */
function extended(value: unknown): unknown {
  if (value === undefined) return { $type: "undefined" };
  if (typeof value === "bigint") return { $type: "bigint", value: String(value) };
  if (value instanceof Date) return { $type: "date", value: value.toISOString() };
  if (value instanceof Uint8Array) return { $type: "bytes", base64: value.toBase64() };
  if (value instanceof Set) return { $type: "set", values: [...value].map(extended) };
  if (value instanceof Map) {
    return { $type: "map", entries: [...value].map((entry) => entry.map(extended)) };
  }
  if (Array.isArray(value)) return value.map(extended);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, extended(one)]));
}
