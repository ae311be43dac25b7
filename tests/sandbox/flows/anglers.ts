import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  keepFile,
  param,
  secrets,
  step,
} from "flow";

/** A secret, and the flow that has it. */
type Bait = { secret: string; flow: Record<string, unknown> };

/** An error that has the secret in one of its parts. */
function failure(more: Record<string | symbol, unknown>): never {
  throw Object.assign(new Error("failed"), more);
}

/** Ways to bring a secret to where others read it, as it is. */
export const WAYS: Record<string, (bait: Bait) => unknown> = {
  log: ({ secret }) => console.log(secret),
  "log, letter by letter": ({ secret }) => {
    for (const letter of secret) Deno.stdout.writeSync(new TextEncoder().encode(letter));
  },
  "log of an object": ({ secret }) => console.error({ [secret]: [secret] }),
  error: ({ secret }) => failure({ message: secret, name: secret, stack: secret, hint: secret }),
  "the cause of an error": ({ secret }) => failure({ cause: new Error(secret) }),
  "the type of an error": ({ secret }) => failure({ [Symbol.for("flow.failureType")]: secret }),
  "what is no error": ({ secret }) => {
    throw { secret };
  },
  artifact: ({ secret, flow }) => flow.value = { [secret]: [secret, `a${secret}b`] },
  "a number": ({ secret, flow }) => flow.value = [Number(secret), { n: Number(secret) + 0.5 }],
  "a bigint": ({ secret, flow }) => flow.value = BigInt(secret),
  "bytes inside": ({ secret, flow }) =>
    flow.value = new Map([["bytes", new TextEncoder().encode(secret)]]),
  bytes: ({ secret, flow }) => flow.value = new TextEncoder().encode(`a${secret}b`),
  "long text": ({ secret, flow }) => flow.value = secret.padStart(100_000),
  "an error kept": ({ secret, flow }) => flow.value = new TypeError(secret, { cause: secret }),
  "the name of an artifact": ({ secret, flow }) => void Reflect.set(flow, `value${secret}`, 1),
  tag: ({ secret }) => current.tags.add(`told-${secret}`),
  file: ({ secret, flow }) => {
    const path = `${current.tempDir}/${secret}`;
    Deno.writeTextFileSync(path, `a${secret}b`);
    flow.value = keepFile(path);
  },
};

/** A step that has a secret and wants others to have it. */
export default class Anglers extends FlowSpec {
  value?: unknown;
  read!: boolean;
  failure?: CaughtError;
  readable!: Record<string, boolean>;

  @step
  start() {
    this.next(this.angle, { foreach: Object.keys(WAYS) });
  }

  @catchError({ print: false })
  @secrets(["ANGLERS_SECRET"])
  @step
  async angle(way: string) {
    const secret = Deno.env.get("ANGLERS_SECRET")!;
    await WAYS[way]!({ secret, flow: this as unknown as Record<string, unknown> });
    this.next(this.spread);
  }

  /** Reads all that was left: what is blotted out is still a value. */
  @step
  spread() {
    this.read = Object.keys(this).every((name) => Deno.inspect(Reflect.get(this, name)) !== "");
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Anglers>) {
    this.readable = Object.fromEntries([...inputs].map(({ input, read }) => [String(input), read]));
    this.next(this.end);
  }

  @step
  end() {}
}

/** Encodes it first. */
export class Coders extends FlowSpec {
  coding = param({ default: "" });

  value!: string;

  @secrets(["ANGLERS_SECRET"])
  @step
  start() {
    const secret = Deno.env.get("ANGLERS_SECRET")!;
    this.value = this.coding === "base64" ? btoa(secret) : [...secret].reverse().join("");
  }
}
