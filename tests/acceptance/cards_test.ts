import assert from "node:assert/strict";
import { eventually, flowFile, Lab } from "./harness.ts";

const FILE = flowFile("cards.ts");

/** A card's HTML, as `flow card get` prints it. */
async function card(lab: Lab, pathspec: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await lab.flow(["card", "get", pathspec, ...args]);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Cards as `step.attempt id type`, in the order in which they are listed. */
async function listed(lab: Lab, pathspec: string): Promise<string[]> {
  const cards = await lab.json(["card", "list", pathspec]);
  return cards.map(({ task, attempt, id, type }: Record<string, string>) =>
    `${task!.split("/").slice(2).join("/")}.${attempt} ${id} ${type}`
  );
}

Deno.test("cards of each attempt keep what the step has put on them, and are rendered", async () => {
  await using lab = new Lab();
  await lab.run(`${FILE}:Carded`);
  assert.deepEqual(await listed(lab, "Carded"), [
    "start/1.1 default default",
    "start/1.1 more blank",
    "start/1.1 made own",
    "each/2.1 default default",
    "each/3.1 default default",
    "each/3.2 default default",
    "each/4.1 default default",
    "caught/6.1 default default",
  ]);
  const first = await card(lab, "Carded/1/start/1", "--id", "default");
  assert.match(first, /^<!doctype html>/);
  assert.match(first, /<h1>Films &amp; more<\/h1>/);
  assert.match(first, /Carded\/1\/start\/1[^]*succeeded/, "what is known of the task");
  assert.match(first, /<b>rows<\/b>[^]*Alien &#60;1979&#62;/, "its artifacts");
  assert.match(first, /<b>broken<\/b>/, "parameters");
  const more = await card(lab, "Carded/1/start/1", "--id", "more");
  for (
    const seen of [
      "Alien &#60;1979&#62;",
      "3,200 rows",
      'src="data:image/png;base64,',
      "const a = 1 &#60; 2;",
      "a value",
      "1970-01-01 00:00:00",
      "data:image/svg+xml;base64,",
    ]
  ) assert.ok(more.includes(seen), seen);
  assert.doesNotMatch(more, /Carded\/1\/start\/1<\/h1>/, "a blank card shows no more than that");
  const made = await card(lab, "Carded/1/start/1", "--id", "made");
  assert.match(made, /<iframe sandbox="allow-scripts"[^>]*start 1: 2 films, 1 on it/);
  // A retried task has the cards of both attempts.
  assert.match(await card(lab, "Carded/1/each/3"), /try 2 of 2/);
  const failed = await card(lab, "Carded/1/each/3", "--attempt", "1");
  assert.match(failed, /try 1 of 2/);
  assert.match(failed, /not yet/);
  const caught = await card(lab, "Carded/1/caught");
  assert.match(caught, /before it failed/);
  assert.match(caught, /caught &#60;b&#62;it&#60;\/b&#62;/);
  for (const html of [first, more, made, failed, caught]) {
    assert.match(
      html,
      /<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;/,
    );
    assert.doesNotMatch(html, /(src|href)="(?!data:|#)/, "nothing is loaded");
  }
});

Deno.test("a card is seen while its step runs: at first what came first, at the end the last", async () => {
  await using lab = new Lab();
  const gate = `${lab.path}/gate`;
  const running = lab.start(["run", `${FILE}:Live`, "--gate", gate]);
  await running.untilLog("shown");
  await eventually(
    "the first update",
    () => lab.query("SELECT 1 FROM cards WHERE revision > 0").length > 0,
  );
  const early = await card(lab, "Live/1/start/1");
  assert.match(early, /Films/);
  assert.match(early, /(0|1) of 3/);
  // What came too soon after the first comes later, without another word of the step.
  await eventually(
    "the second update",
    () => lab.query("SELECT 1 FROM cards WHERE revision > 1").length > 0,
  );
  assert.match(await card(lab, "Live/1/start/1"), /1 of 3/);
  assert.equal((await lab.status("Live/1")).status, "running");
  lab.write("gate", "");
  assert.equal((await running.ended).status, "succeeded");
  assert.match(await card(lab, "Live/1/start/1"), /3 of 3/);
});

Deno.test("a card that throws, waits, hangs, is huge or unknown fails nothing and holds up nothing", async () => {
  await using lab = new Lab();
  await lab.run(`${FILE}:BadCards`);
  assert.deepEqual(await lab.dump("BadCards"), { after: "went on" });
  const slow = lab.query(
    "SELECT step FROM tasks WHERE status <> 'succeeded' OR finished - started > 2500",
  );
  assert.deepEqual(slow, []);
  const wants: [string, string[], RegExp][] = [
    ["throws", [], /could not be made[^]*no rows to show/],
    ["waits", [], /was not made[^]*"waits" did not end/],
    ["hangs", [], /was not made[^]*"hangs" did not end/],
    ["huge", ["--id", "default"], /9\.4 million characters/],
    ["huge", ["--id", "long"], /10\.5 million characters/],
    ["unknown", ["--id", "default"], /There is no card of type &#34;nobodys&#34;/],
    ["unknown", ["--id", "number"], /gave number, and not a text of HTML/],
  ];
  for (const [step, args, expected] of wants) {
    assert.match(await card(lab, `BadCards/1/${step}`, ...args), expected, step);
  }
});

Deno.test("a step that is killed has its card: what was on it last, and why it failed", async () => {
  await using lab = new Lab();
  await lab.run(`${FILE}:Killed`, [], { status: "failed" });
  const html = await card(lab, "Killed/1/start");
  assert.match(html, /seen before the end/);
  assert.match(html, /TimeoutError[^]*took longer than its 0\.1 s/);
});

Deno.test("an executor of its own for each task ends after the card of the task is made", async () => {
  await using lab = new Lab();
  await lab.run(`${FILE}:Carded`, ["--isolation", "fresh"]);
  assert.match(await card(lab, "Carded/1/start/1", "--id", "made"), /start 1: 2 films, 1 on it/);
  assert.match(await card(lab, "Carded/1/each/3"), /try 2 of 2/);
});

Deno.test("secrets do not reach cards", async () => {
  await using lab = new Lab();
  const secret = "hush-hush-4711";
  await lab.run(`${FILE}:Secretive`, [], { env: { CARD_SECRET: secret } });
  const html = await card(lab, "Secretive/1/start/1", "--id", "default");
  assert.match(html, /it is \[secret\]/);
  assert.match(await card(lab, "Secretive/1/start/1", "--id", "made"), /told: \[secret\]/);
  assert.deepEqual(lab.filesWith(secret), []);
});

Deno.test("each of many short tasks has its card", async () => {
  await using lab = new Lab();
  await lab.run(`${FILE}:ManyCards`);
  const rows = lab.query("SELECT task, CAST(data AS TEXT) AS data FROM cards ORDER BY task");
  assert.equal(rows.length, 300);
  assert.deepEqual(
    rows.map(({ data }) => JSON.parse(data).components[0].value),
    Array.from({ length: 300 }, (_, at) => at),
  );
});

Deno.test("a step without a card that asks for one is told what to do", async () => {
  await using lab = new Lab();
  const { stderr } = await lab.run(`${FILE}:NoCard`, [], { status: "failed" });
  assert.equal(lab.query("SELECT 1 FROM cards").length, 0);
  assert.match(stderr + (await lab.flow(["status", "NoCard"])).stdout, /Step "start" has no card/);
  await lab.run(`${FILE}:NoCard`, ["--with", "card:type=blank"]);
  assert.match(await card(lab, "NoCard/2/start"), /<p>x<\/p>/);
});

Deno.test("a resumed run has the cards of the tasks that it took over", async () => {
  await using lab = new Lab();
  const broken = lab.write("broken", "");
  await lab.run(`${FILE}:Carded`, ["--broken", broken], { status: "failed" });
  Deno.removeSync(broken);
  await lab.resume(`${FILE}:Carded`);
  const before = (await listed(lab, "Carded/1")).filter((one) => /^(start|each)/.test(one));
  assert.deepEqual(
    (await listed(lab, "Carded/2")).filter((one) => /^(start|each)/.test(one)),
    before,
  );
  await lab.json(["store", "gc", "--keep-last", "1"]);
  assert.match(await card(lab, "Carded/2/start/1", "--id", "made"), /2 films/);
});

Deno.test("cards go with their run, and travel with it", async () => {
  await using lab = new Lab();
  await lab.run(`${FILE}:Carded`);
  await lab.run(`${FILE}:Live`, ["--gate", lab.write("gate", "")]);
  const html = await card(lab, "Carded/1/start/1", "--id", "more");
  const file = `${lab.path}/run.flowrun`;
  await lab.json(["store", "export", "Carded/1", file]);
  {
    await using other = new Lab();
    await other.json(["store", "import", file]);
    assert.deepEqual(await listed(other, "Carded/1"), await listed(lab, "Carded/1"));
    assert.equal(await card(other, "Carded/1/start/1", "--id", "more"), html);
    assert.equal((await other.json(["store", "verify"])).ok, true);
  }
  const { digest } = lab.query("SELECT digest FROM cards WHERE id = 'more'")[0]!;
  assert.equal(lab.query("SELECT 1 FROM objects WHERE digest = ?", digest).length, 1);
  await lab.json(["store", "gc", "--keep-last", "1"]);
  assert.equal(lab.query("SELECT 1 FROM objects WHERE digest = ?", digest).length, 1, "kept");
  await lab.run(`${FILE}:Live`, ["--gate", lab.write("gate", "")]);
  await lab.json(["store", "gc", "--older-than", "0s", "--flow", "Carded"]);
  assert.equal(lab.query("SELECT 1 FROM objects WHERE digest = ?", digest).length, 0, "removed");
  assert.deepEqual(await listed(lab, "Live"), ["start/1.1 default blank"]);
  assert.equal((await lab.json(["store", "verify"])).ok, true);
});
