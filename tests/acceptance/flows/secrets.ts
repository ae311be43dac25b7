/** Steps that know secrets and try hard to leave them somewhere. */

import {
  catchError,
  type CaughtError,
  current,
  FlowSpec,
  type Inputs,
  keepFile,
  type KeptFile,
  permissions,
  secrets,
  step,
} from "flow";

const encoder = new TextEncoder();

/** Writes to stdout byte by byte, so that no piece holds all of it. */
async function trickle(text: string) {
  for (const byte of encoder.encode(text)) await Deno.stdout.write(new Uint8Array([byte]));
}

/** Leaves secrets in all places that a step can reach. */
export class Leaky extends FlowSpec {
  seen!: unknown[];
  text!: string;
  long!: string;
  nested!: unknown;
  bytes!: Uint8Array;
  many!: Uint8Array;
  kept!: KeptFile;
  failure!: CaughtError | undefined;
  lengths!: number[];

  @secrets([
    "API_KEY",
    { name: "TOKEN", env: "OTHER_NAME" },
    { name: "FROM_FILE", file: "../data/secret.txt" },
    { name: "FROM_COMMAND", command: ["sh", "-c", "echo command-secret-$((6*7))"] },
  ])
  @permissions({ run: ["sh"] })
  @catchError
  @step
  async start() {
    const [key, token, file, command] = ["API_KEY", "TOKEN", "FROM_FILE", "FROM_COMMAND"]
      .map((name) => Deno.env.get(name)!);
    this.lengths = [key!.length, token!.length, file!.length, command!.length];
    console.log("key", key);
    console.error({ token, file, command });
    console.log(`${"x".repeat(70_000)}${key}`);
    await trickle(`slowly ${token} and ${file!.slice(0, 6)}`);
    await new Deno.Command("sh", { args: ["-c", "echo program says $API_KEY"], stdout: "inherit" })
      .spawn().status;
    this.text = `the key is ${key}`;
    this.long = `${"lorem ipsum ".repeat(10_000)}${token}`;
    this.nested = new Map([[key!, { list: [token, new Set([file])], [command!]: 1 }]]);
    this.bytes = encoder.encode(`bytes ${command}`);
    this.many = encoder.encode(`${"0123456789".repeat(10_000)}${key}`);
    const path = `${current.tempDir}/file.txt`;
    // Across the border of two pieces in which files are read.
    await Deno.writeTextFile(path, `${"y".repeat((1 << 20) - 5)}${key} and ${token}`);
    this.kept = keepFile(path);
    const error = new Error(`failed with ${key}`, { cause: token });
    throw Object.assign(error, { hint: `use ${file}`, name: `Error${command}` });
    // deno-lint-ignore no-unreachable -- tells where the run goes on
    this.next(this.other);
  }

  @step
  other() {
    this.seen = [];
    for (const name of ["API_KEY", "TOKEN", "OTHER_NAME"]) {
      try {
        this.seen.push(Deno.env.get(name) ?? null);
      } catch (error) {
        this.seen.push((error as Error).name);
      }
    }
    this.next(this.items);
  }

  @secrets(["API_KEY"])
  @step
  items() {
    this.next(this.item, { foreach: [`item ${Deno.env.get("API_KEY")}`] });
  }

  @step
  item(item: string) {
    this.text = item;
    this.next(this.join);
  }

  @step
  join(inputs: Inputs<Leaky>) {
    this.merge(inputs);
    this.next(this.end);
  }

  @secrets(["API_KEY"])
  @step
  end() {
    Object.assign(this, { [`name ${Deno.env.get("API_KEY")}`]: 1 });
  }
}
