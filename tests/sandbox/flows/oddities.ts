import { catchError, type CaughtError, current, FlowSpec, type Inputs, keepFile, step } from "flow";

type Target = Record<string, unknown>;

const set = (name: string) => (flow: Target) => void Reflect.set(flow, name, 1);
const value = (make: () => unknown) => (flow: Target) => flow.value = make();

/** Names and values that others could stumble over. */
export const ODDITIES: Record<string, (flow: Target) => unknown> = {
  "the name __proto__": (flow) => Reflect.set(flow, "__proto__", { polluted: true }),
  "the name __proto__, defined": (flow) =>
    Object.defineProperty(flow, "__proto__", { value: { polluted: true }, enumerable: true }),
  "the name constructor": set("constructor"),
  "the name hasOwnProperty": set("hasOwnProperty"),
  "the name then": set("then"),
  "the name toJSON": set("toJSON"),
  "the name ..": set(".."),
  "a name with a slash": set("../../x"),
  "a name with a NUL": set("x\0y"),
  "a name with a NUL, defined": (flow) =>
    Object.defineProperty(flow, "x\0y", { value: 1, enumerable: true }),
  "a name that draws": set("\x1b[2J"),
  "a name that is no Unicode": set("\ud800"),
  "a name of ten million letters": set("x".repeat(1e7)),
  "keys of prototypes": value(() =>
    JSON.parse(`{
      "__proto__": { "polluted": true },
      "constructor": { "prototype": { "polluted": true } },
      "toJSON": 1,
      "then": 2,
      "$type": "map"
    }`)
  ),
  "an array of four thousand million holes": value(() =>
    Object.assign([], { length: 2 ** 32 - 1 })
  ),
  "a value that changes as it is read": value(() => {
    let reads = 0;
    return {
      get x() {
        return reads++ === 0 ? 1 : undefined;
      },
    };
  }),
  "a tag with a NUL": () => current.tags.add("x\0y"),
  "a tag of ten million letters": () => current.tags.add("x".repeat(1e7)),
  "a file with a name that draws": (flow) => {
    const path = `${current.tempDir}/x\n\x1b[2J`;
    Deno.writeTextFileSync(path, "kept");
    flow.value = keepFile(path);
  },
  "a file that is not its own": (flow) => {
    flow.value = keepFile(`${current.tempDir}/../../../../flow.db`);
  },
  "output that draws": () => console.log("a\0b\x1b[2J\x1b]0;owned\x07\u202e\ud800"),
  "output of ten million letters": () => console.log("x".repeat(1e7)),
  "an error that draws": () => {
    throw new Error("a\0b\x1b[2J\x1b]0;owned\x07");
  },
  "an error with a stack of ten million letters": () => {
    throw Object.assign(new Error("long"), { stack: "x".repeat(1e7) });
  },
};

/** Each is left by one task and met by the next. */
export default class Oddities extends FlowSpec {
  value?: unknown;
  failure?: CaughtError;
  met!: { keys: string[]; polluted: boolean; shown: string };
  all!: Record<string, unknown>;

  @step
  start() {
    this.next(this.leave, { foreach: Object.keys(ODDITIES) });
  }

  @catchError({ print: false })
  @step
  async leave(name: string) {
    await ODDITIES[name]!(this as unknown as Target);
    this.next(this.meet);
  }

  @step
  meet() {
    const keys = Object.keys(this).filter((name) => name !== "failure");
    const value = Reflect.has(this, "value") ? Reflect.get(this, "value") : undefined;
    const shown = Deno.inspect(value).slice(0, 200);
    this.met = { keys, polluted: Reflect.has({}, "polluted"), shown };
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Oddities>) {
    this.all = Object.fromEntries(
      [...inputs].map(({ input, met, failure }) => [
        input as string,
        failure === undefined ? met : `${failure.type}: ${failure.message.slice(0, 100)}`,
      ]),
    );
    this.next(this.end);
  }

  @step
  end() {}
}
