import assert from "node:assert/strict";
import { flowFile, Lab } from "./harness.ts";

const flow = flowFile("secrets.ts");
const MB = 1024 * 1024;
const env = { API_KEY: "sk-0123-quiet-river", OTHER_NAME: "hunter2hunter2" };
const file = Deno.readTextFileSync(new URL("data/secret.txt", import.meta.url)).trimEnd();
const secrets = [env.API_KEY, env.OTHER_NAME, file, "command-secret-42"];

/** The forms in which a secret might have slipped through. */
const forms = secrets.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);

function assertNone(text: string, where: string) {
  for (const form of forms) assert.ok(!text.includes(form), `${form} in ${where}`);
}

Deno.test("secrets reach their step from environment, file and command, and nothing that is kept or shown", async () => {
  await using lab = new Lab();
  const { run, stdout, stderr, events } = await lab.run(flow, [], { env });
  const { lengths, failure, seen, text, nested, ...others } = await lab.dump(run);
  // The step has really had them, and no other step has.
  assert.deepEqual(lengths, secrets.map((secret) => secret.length));
  assert.deepEqual(seen, ["NotCapable", "NotCapable", "NotCapable"]);
  assertNone(stdout, "stdout");
  assertNone(stderr, "stderr");
  for (const form of forms) assert.deepEqual(lab.filesWith(form), [], form);
  // Large objects are compressed: they are looked into as well.
  const { number } = lab.query("SELECT number FROM tasks WHERE step = 'end'")[0]!;
  for (const [name, size] of [["long", 120_008], ["many", 100_019], ["kept", MB + 33]] as const) {
    const out = `${lab.path}/${name}`;
    await lab.flow(["dump", `${run}/end/${number}/${name}`, "--out", out]);
    const content = Deno.readTextFileSync(out);
    assert.equal(content.length, size, name);
    assertNone(content, name);
  }
  // What is left tells that there was something.
  assert.equal(failure.message, "failed with [secret]");
  assert.equal(failure.name, "Error[secret]");
  assert.equal(text, "item [secret]");
  assert.equal(others["name [secret]"], 1);
  assert.equal(nested.entries[0][0], "[secret]");
  const printed = events.filter((event) => event.type === "log").map((event) => event.text).join(
    "",
  );
  for (const line of ["key [secret]", 'token: "[secret]"', "slowly [secret]", "says [secret]"]) {
    assert.ok(printed.includes(line), line);
  }
});

Deno.test("a secret that is not to be had stops the run before it begins, and is not shown", async () => {
  await using lab = new Lab();
  const { code, stderr } = await lab.flow(["run", flow], { env: { OTHER_NAME: "hunter2hunter2" } });
  assert.equal(code, 2);
  assert.match(
    stderr,
    /Secret "API_KEY" is not to be had: the environment has no variable "API_KEY"/,
  );
  assertNone(stderr, "stderr");
  assert.deepEqual(JSON.parse((await lab.flow(["runs", "--json"])).stdout), []);
});
