import { encodeFrame, Payload } from "../protocol/frames.ts";
import type { Ask, ToExecutor } from "../protocol/messages.ts";
import type { Outbox } from "./outbox.ts";

type Answer = Extract<ToExecutor, { t: "answer" }>;

/** Passes questions of the sandbox on to the scheduler, and its answers back. */
export class Questions {
  #outbox: Outbox;
  #waiting = new Map<number, (answer: Answer, payload: Uint8Array) => void>();
  #id = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** An answer has come. */
  answered(answer: Answer, payload: Uint8Array): void {
    const settle = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    settle?.(answer, payload);
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

  #ask(task: number, ask: Ask): Promise<[Answer, Uint8Array]> {
    const id = ++this.#id;
    this.#outbox.add({ t: "request", id, task, ask });
    this.#outbox.flush();
    return new Promise((settle) => {
      this.#waiting.set(id, (answer, payload) => settle([answer, payload]));
    });
  }
}
