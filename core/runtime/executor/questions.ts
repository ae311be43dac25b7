import { encodeFrame, Payload } from "../protocol/frames.ts";
import type { Ask, ToExecutor } from "../protocol/messages.ts";
import type { Outbox } from "./outbox.ts";

/** Questions under way at a time: a flood of them fills this process and not the scheduler. */
const AT_ONCE = 64;

/** Characters of a question. */
const LONGEST = 1 << 20;
const NOTHING = new Uint8Array(0);

type Answer = Extract<ToExecutor, { t: "answer" }>;

/** Passes questions of the sandbox on to the scheduler, and its answers back. */
export class Questions {
  #outbox: Outbox;
  #waiting = new Map<number, (answer: Answer, payload: Uint8Array) => void>();
  /** Questions that wait until others are answered. */
  #held: (() => void)[] = [];
  /** The first of them that still waits. */
  #next = 0;
  #id = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** An answer has come. */
  answered(answer: Answer, payload: Uint8Array): void {
    const settle = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    settle?.(answer, payload);
    if (this.#next < this.#held.length && this.#waiting.size < AT_ONCE) this.#sendNext();
  }

  /**
   * The answer as the bytes of a frame.
   *
   * @throws {Error} What the scheduler says is wrong with the question.
   */
  async framed(task: number, ask: Ask): Promise<Uint8Array> {
    const [answer, payload] = await this.#ask(task, ask);
    if (answer.error !== undefined) throw new Error(answer.error);
    const carried = new Payload();
    carried.add(payload);
    return encodeFrame(answer.value, carried);
  }

  /** The answer as a value, or what is wrong with the question. */
  async plain(task: number, ask: Ask): Promise<Pick<Answer, "value" | "error" | "code">> {
    const [{ value, error, code }] = await this.#ask(task, ask);
    return error === undefined ? { value } : code === undefined ? { error } : { error, code };
  }

  /** The bytes of a small object. */
  async object(digest: string): Promise<Uint8Array> {
    const [answer, payload] = await this.#ask(0, { of: "object", digest });
    if (answer.error !== undefined) throw new Error(answer.error);
    return payload;
  }

  #sendNext() {
    const send = this.#held[this.#next++]!;
    if (this.#next > AT_ONCE && this.#next * 2 > this.#held.length) {
      this.#held.splice(0, this.#next);
      this.#next = 0;
    }
    send();
  }

  #ask(task: number, ask: Ask): Promise<[Answer, Uint8Array]> {
    const error = faultOf(ask);
    if (error !== null) return Promise.resolve([{ t: "answer", id: 0, error }, NOTHING]);
    return new Promise((settle) => {
      const send = () => {
        const id = ++this.#id;
        this.#waiting.set(id, (answer, payload) => settle([answer, payload]));
        this.#outbox.add({ t: "request", id, task, ask });
        this.#outbox.flush();
      };
      if (this.#waiting.size < AT_ONCE) send();
      else this.#held.push(send);
    });
  }
}

/** Why the scheduler cannot be asked this; null where it can. */
function faultOf(ask: Ask): string | null {
  try {
    const { length } = JSON.stringify(ask);
    return length <= LONGEST ? null : `A question of ${length} characters is too long`;
  } catch (error) {
    return `The question cannot be told: ${error instanceof Error ? error.message : error}`;
  }
}
