/**
 * The API of the server that this page is from, typed by its own routes.
 *
 * @module
 */

import { hc } from "hono/client";
import type { Api } from "../../server/api/app.ts";
import type { ProblemBody } from "../../server/api/problem.ts";

/** `await ask(api.flows.$get())` */
export const api: ReturnType<typeof hc<Api>> = hc<Api>(`${location.origin}/api`);

/** What the server says of a request that it cannot answer. */
export class ProblemError extends Error {
  readonly code: string;
  readonly status: number;
  readonly hint: string | undefined;

  constructor({ code, status, detail, hint }: Omit<ProblemBody, "type" | "title">) {
    super(detail);
    this.name = "ProblemError";
    this.code = code;
    this.status = status;
    this.hint = hint;
  }
}

/** What an answer of the API holds when all is well. */
type Body<R> = R extends { status: 200; json(): Promise<infer T> } ? T : never;

/** A response as Hono's client types it. */
interface Answer {
  ok: boolean;
  status: number;
  json(): Promise<unknown>;
}

/**
 * Waits for an answer and gives its body.
 *
 * @throws ProblemError with the server's own words, or that it cannot be reached.
 */
export async function ask<R extends Answer>(asked: Promise<R>): Promise<Body<R>> {
  let answer: R;
  try {
    answer = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ProblemError({
      code: "unreachable",
      status: 0,
      detail: "The server does not answer",
      hint: "Is `flow serve` still running? The page goes on once it does.",
    });
  }
  if (answer.ok) return await answer.json() as Body<R>;
  const body = await answer.json().catch(() => ({})) as Partial<ProblemBody>;
  throw new ProblemError({
    code: body.code ?? "internal",
    status: answer.status,
    detail: body.detail ?? `The server answers with ${answer.status}`,
    ...(body.hint === undefined ? {} : { hint: body.hint }),
  });
}

/** Whether nobody answered: what was there can still be read. */
export function isUnreachable(error: Error): boolean {
  return error instanceof ProblemError && error.code === "unreachable";
}

/** Whether there is no store yet: the first run makes it. */
export function isMissingStore(error: Error): boolean {
  return error instanceof ProblemError && error.code === "no-store";
}

/** The parts of a run's name, as routes take them: `Demo/7`. */
export function runParam(run: string): { flow: string; run: string } {
  const at = run.lastIndexOf("/");
  return { flow: run.slice(0, at), run: run.slice(at + 1) };
}
