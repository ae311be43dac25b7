/**
 * Checks what the sandbox says. The step's code shares the Worker's realm and can post messages as
 * well: what does not have the right form is refused, before anything is done with it.
 *
 * @module
 */

import { isArtifactName } from "../../flow/artifact_name.ts";
import type { ArtifactRef, ErrorRecord, Taken } from "../../../store/metadata/rows.ts";
import type { OwnPolicy } from "../../flow/own_policy.ts";
import type { RetryPolicy } from "../../flow/policy.ts";
import { parseDigest } from "../../../store/objects/digest.ts";
import type { EndMessage, FromWorker, OutValue } from "../worker/messages.ts";
import { checkAsk } from "./check_ask.ts";
import {
  count,
  fields,
  integer,
  list,
  MessageError,
  number,
  optional,
  text,
} from "./check_value.ts";

/** Bytes that a card may have. */
const CARD_MAX = 24 << 20;

const TRANSITIONS: readonly unknown[] = ["end", "linear", "branch", "foreach", "switch"];

/**
 * Takes a message of the sandbox.
 *
 * @returns The message. References, errors and transitions are made anew, of the parts that they
 * may have.
 * @throws {MessageError}
 */
export function checkMessage(given: unknown): FromWorker {
  const message = fields(given);
  switch (message.k) {
    case "up":
    case "more":
      return { k: message.k };
    case "ready":
      return {
        k: "ready",
        constants: message.constants === null ? null : list(message.constants, named),
        policy: policy(message.policy),
      };
    case "unloadable":
      return { k: "unloadable", error: errorRecord(message.error) };
    case "items":
      return {
        k: "items",
        task: count(message.task),
        attempt: count(message.attempt),
        from: count(message.from),
        values: list(message.values, item),
      };
    case "card":
      return {
        k: "card",
        task: count(message.task),
        attempt: count(message.attempt),
        card: card(message.card),
      };
    case "after":
      return { k: "after", task: count(message.task), attempt: count(message.attempt) };
    case "ends":
      return { k: "ends", ends: list(message.ends, end) };
    case "exit":
      return { k: "exit", code: integer(message.code) };
    case "read":
      return { k: "read", ref: reference(message.ref) };
    case "materialise":
      return { k: "materialise", digest: digest(message.digest), path: text(message.path) };
    case "ask":
      return { k: "ask", task: count(message.task), ask: checkAsk(message.ask) };
    case "call": {
      const { id, task, ask } = message;
      return { k: "call", id: count(id), task: count(task), ask: checkAsk(ask) };
    }
    case "resolved":
      return message.values === undefined
        ? { k: "resolved", error: errorRecord(message.error) }
        : { k: "resolved", values: list(message.values, value), shown: fields(message.shown) };
    case "hooked":
      return { k: "hooked", errors: list(message.errors, errorRecord) };
    default:
      throw new MessageError();
  }
}

function policy(given: unknown): OwnPolicy {
  const { retry, timeout, catchAs } = fields(given);
  return {
    ...optional("retry", retry, retryPolicy),
    ...optional("timeout", timeout, number),
    ...optional("catchAs", catchAs, text),
  };
}

function retryPolicy(given: unknown): RetryPolicy {
  const { times, delay, backoff, maxDelay, jitter } = fields(given);
  return {
    times: count(times),
    delay: number(delay),
    backoff: number(backoff),
    maxDelay: number(maxDelay),
    jitter: number(jitter),
  };
}

function end(given: unknown): EndMessage {
  const message = fields(given);
  const { k, task, attempt, started, finished, values, tempDir, next, error, retry } = message;
  const base = {
    task: count(task),
    attempt: count(attempt),
    started: count(started),
    finished: count(finished),
    values: list(values, named),
    tempDir: tempDir === null ? null : text(tempDir),
  };
  if (k === "done") return { k, ...base, next: taken(next) };
  if (k !== "failed" || (retry !== null && typeof retry !== "boolean")) throw new MessageError();
  const abandoned = message.abandoned === true;
  return { k, ...base, error: errorRecord(error), retry, abandoned };
}

/** An item of a foreach: unlike an artifact it is always there and always new. */
function item(given: unknown): OutValue {
  const checked = value(given);
  if (checked.deleted || checked.was !== undefined) throw new MessageError();
  return checked;
}

/** What a card shows: data as JSON has it, or text. */
function card(given: unknown): OutValue {
  const { name, kind, bytes, ...rest } = value(given);
  if (Object.keys(rest).length > 0 || bytes.length > CARD_MAX) throw new MessageError();
  if (kind !== "json" && kind !== "text") throw new MessageError();
  try {
    const content = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (kind === "json") fields(JSON.parse(content));
  } catch {
    throw new MessageError();
  }
  return { name, kind, bytes };
}

function named(given: unknown): OutValue {
  const checked = value(given);
  if (!isArtifactName(checked.name)) throw new MessageError();
  return checked;
}

function value(given: unknown): OutValue {
  const { name, kind, bytes, was, path, ref, deleted } = fields(given);
  // Shared memory could change between its hashing and its writing.
  if (!(bytes instanceof Uint8Array) || !(bytes.buffer instanceof ArrayBuffer)) {
    throw new MessageError();
  }
  return {
    name: text(name),
    kind: kindName(kind),
    bytes: bytes as Uint8Array<ArrayBuffer>,
    ...was === undefined ? {} : { was: text(was) },
    ...path === undefined ? {} : { path: text(path) },
    ...ref === undefined ? {} : { ref: reference(ref) },
    ...deleted === undefined ? {} : { deleted: true },
  };
}

function reference(given: unknown): ArtifactRef {
  const ref = fields(given);
  return { digest: digest(ref.digest), kind: kindName(ref.kind), size: count(ref.size) };
}

/** A kind as `registerCodec` takes it; of a deleted name it is empty. */
function kindName(given: unknown): string {
  if (!/^([a-z][\w./-]{0,199})?$/i.test(text(given))) throw new MessageError();
  return given as string;
}

function digest(given: unknown): string {
  try {
    parseDigest(text(given));
  } catch {
    throw new MessageError();
  }
  return given as string;
}

function errorRecord(given: unknown): ErrorRecord {
  const { name, message, stack, type, file, line, column, hint } = fields(given);
  return {
    name: text(name),
    message: text(message),
    stack: text(stack),
    type: text(type),
    ...optional("file", file, text),
    ...optional("line", line, integer),
    ...optional("column", column, integer),
    ...optional("hint", hint, text),
  };
}

function taken(given: unknown): Taken {
  const { kind, targets, size, key } = fields(given);
  if (!TRANSITIONS.includes(kind)) throw new MessageError();
  return {
    kind: kind as Taken["kind"],
    targets: list(targets, text),
    ...optional("size", size, count),
    ...optional("key", key, text),
  };
}
