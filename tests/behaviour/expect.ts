/**
 * What a run is held against.
 *
 * @module
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { RunEvent } from "../../core/runtime/events.ts";
import type { SeenRun, SeenTask } from "./looks/seen.ts";
import type { ExpectedTask } from "./model/expected.ts";

/** The digest of a value that JSON can carry. */
export function digestOf(value: unknown): string {
  return `sha256:${createHash("sha256").update(canonical(value)).digest("hex")}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1);
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(",")}}`;
}

/** Checks that exactly these tasks are there, with these parents and children. */
export function expectTasks(
  seen: SeenRun,
  tasks: readonly ExpectedTask[],
  statusOf: (task: ExpectedTask) => string = () => "succeeded",
): void {
  const byKey = <T extends { key: string }>(list: readonly T[], view: (one: T) => unknown) =>
    Object.fromEntries(
      list.toSorted((a, b) => a.key < b.key ? -1 : 1).map((one) => [one.key, view(one)]),
    );
  assert.deepEqual(
    byKey(seen.tasks, ({ status, parents, children }) => ({ status, parents, children })),
    byKey(tasks, (task) => ({
      status: statusOf(task),
      parents: task.parents,
      children: task.children.toSorted(),
    })),
  );
  // Who comes after others has a higher number, and nobody shares one.
  const numbers = new Map(seen.tasks.map(({ key, number }) => [key, number]));
  assert.equal(new Set(numbers.values()).size, numbers.size);
  for (const { key, number, parents } of seen.tasks) {
    for (const parent of parents) {
      assert.ok(numbers.get(parent)! < number, `${parent} after ${key}`);
    }
  }
}

/** Checks a run that went well throughout. */
export function expectSuccess(seen: SeenRun, tasks: readonly ExpectedTask[]): void {
  assert.deepEqual([seen.status, seen.error], ["succeeded", null]);
  expectTasks(seen, tasks);
}

/**
 * Checks the values of an artifact as all tasks see it.
 *
 * @param valueOf What a task must see; `undefined` where it is not asked.
 */
export function expectArtifact(
  seen: SeenRun,
  name: string,
  valueOf: (task: SeenTask) => unknown,
): void {
  const expected: Record<string, string> = {};
  const actual: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  for (const task of seen.tasks) {
    const value = valueOf(task);
    if (value === undefined) continue;
    expected[task.key] = digestOf(value);
    actual[task.key] = task.artifacts[name] ?? "is not there";
    values[task.key] = value;
  }
  const wrong = Object.keys(expected).filter((key) => expected[key] !== actual[key]);
  assert.deepEqual(
    actual,
    expected,
    `artifact "${name}" of ${wrong.join(", ")} is not ${JSON.stringify(values[wrong[0]!])}` +
      `; at the end it is ${JSON.stringify(seen.end[name])}`,
  );
}

/** Lines that were told while a run was going on, of those with a word in them. */
export function linesTold(events: readonly RunEvent[], word: string): string[] {
  const text = events.map((event) => event.type === "log" ? event.text : "").join("");
  return text.split("\n").filter((line) => line.includes(word));
}
