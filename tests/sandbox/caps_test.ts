import assert from "node:assert/strict";
import { type Event, Lab } from "../acceptance/harness.ts";

const REACH = new URL("flows/reach.ts", import.meta.url).pathname;

/** Two servers that say which of them they are. */
class Servers implements AsyncDisposable {
  #servers = ["one", "two"].map((name) =>
    Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response(name))
  );
  readonly hosts = this.#servers.map(({ addr }) => `127.0.0.1:${addr.port}`);
  readonly args = ["--allowed", this.hosts[0]!, "--other", this.hosts[1]!];

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.shutdown()));
  }
}

/** The failures of a run, by step. */
function failures(
  events: Event[],
): Record<string, { message: string; hint: string; type: string }> {
  return Object.fromEntries(
    events.filter(({ type }) => type === "attempt_failed").map(({ step, error }) => [step, error]),
  );
}

Deno.test("without --allow or --deny steps have what they ask for", async () => {
  await using lab = new Lab();
  await using servers = new Servers();
  const { run, events } = await lab.run(REACH, servers.args);
  assert.deepEqual((await lab.dump(run)).found, ["one", "two"]);
  const { start, end } = failures(events);
  assert.equal(start, undefined);
  assert.equal(end!.type, "permission");
  const other = JSON.stringify(servers.hosts[1]);
  assert.equal(end!.message, `Step "end" may not use the network address ${other}`);
  assert.equal(end!.hint, `Add @permissions({ net: [${other}] }) above @step of "end".`);
});

Deno.test("--allow-net=LIST gives every step what it lists", async () => {
  await using lab = new Lab();
  await using servers = new Servers();
  const { events } = await lab.run(REACH, [...servers.args, `--allow-net=${servers.hosts[1]}`]);
  assert.deepEqual(failures(events), {});
});

Deno.test("--allow-net gives every step the network", async () => {
  await using lab = new Lab();
  await using servers = new Servers();
  const { events } = await lab.run(REACH, [...servers.args, "--allow-net"]);
  assert.deepEqual(failures(events), {});
});

Deno.test("--deny-net=LIST takes from every step what it lists, and the error says so", async () => {
  await using lab = new Lab();
  await using servers = new Servers();
  const { run, events } = await lab.run(REACH, [
    ...servers.args,
    "--allow-net",
    `--deny-net=${servers.hosts[1]}`,
  ]);
  assert.deepEqual((await lab.dump(run)).found, ["one"]);
  const { start, end } = failures(events);
  for (const [name, error] of Object.entries({ start, end })) {
    assert.equal(error!.type, "permission");
    assert.equal(
      error!.message,
      `Step "${name}" may not use the network address "${servers.hosts[1]}"`,
    );
    assert.match(error!.hint, /--deny-net/);
  }
});

Deno.test("--deny-net refuses a flow that asks for it, before anything runs", async () => {
  await using lab = new Lab();
  await using servers = new Servers();
  const args = ["run", REACH, ...servers.args];
  for (const more of [["--deny-net"], ["--deny-net", "--allow-net"]]) {
    const { code, stderr } = await lab.flow([...args, ...more]);
    assert.equal(code, 2);
    assert.match(stderr, /Step "start" asks for net, which --deny-net forbids/);
    assert.match(stderr, /reach\.ts:\d+/);
  }
  assert.deepEqual(await lab.json(["runs"]).catch(() => []), []);
});

Deno.test("--deny of rights that nobody asks for changes nothing", async () => {
  await using lab = new Lab();
  await using servers = new Servers();
  const denied = ["read", "write", "env", "run", "sys", "ffi"].map((right) => `--deny-${right}`);
  const { run } = await lab.run(REACH, [...servers.args, ...denied]);
  assert.deepEqual((await lab.dump(run)).found, ["one", "two"]);
});
