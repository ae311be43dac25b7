import assert from "node:assert/strict";
import { FLOW } from "../../cli/command.ts";
import { type Ended, ENVIRONMENT, type Way } from "./way.ts";

/** By the commands `run`, `resume` and `step`, with further options. */
export function byCommandLine(name: string, options: readonly string[]): Way {
  return {
    name,
    run: (store, file, { params = {}, configs = {}, tags = [] }) =>
      drive(store, [
        "run",
        file,
        ...Object.entries(params).map(([name, value]) => `--${name}=${value}`),
        ...Object.entries(configs).map(([name, path]) => `--${name}=${path}`),
        ...tags.map((tag) => `--tag=${tag}`),
        "--keep-going",
        ...options,
      ]),
    resume: (store, file, origin) =>
      drive(store, ["resume", file, "--run", origin, "--keep-going", ...options]),
    step: (store, task) => drive(store, ["step", task, ...options]),
  };
}

async function drive(store: string, args: string[]): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(FLOW[0]!, {
    args: [...FLOW.slice(1), ...args, "--json", "--store", store],
    env: { NO_COLOR: "1", FLOW_STORE: "", FLOW_DEBUG: "", ...ENVIRONMENT },
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  const events = text.decode(stdout).split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const [first, last] = [events[0], events.at(-1)];
  const said = text.decode(stderr);
  assert.equal(first?.type, "run_started", `flow ${args.join(" ")}: ${said}`);
  assert.equal(last.type, "run_finished", said);
  assert.equal(code, last.status === "succeeded" ? 0 : 1, said);
  return { run: first.run, status: last.status, events };
}
