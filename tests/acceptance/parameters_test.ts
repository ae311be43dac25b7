import assert from "node:assert/strict";
import { flowFile, Lab } from "./harness.ts";

const flows = flowFile("parameters.ts");
const given = `${flows}:Given`;
const none = { $type: "undefined" };

Deno.test("parameters come from the option, else from the environment, else from the default", async () => {
  await using lab = new Lab();
  const env = {
    FLOW_PARAM_MIN_VOTES: "7",
    FLOW_PARAM_TITLE: "from the environment",
    FLOW_PARAM_LOUD: "yes",
    FLOW_PARAM_YEARS: "[2001, 2002]",
    FLOW_PARAM_LIMITS: '{ "low": 5, "deep": [null] }',
  };
  const options = ["--min-votes", "500", "--genres", "Comedy", "--genres", "War", "--ratio=-0.5"];
  const [defaults, mixed] = await Promise.all([
    lab.run(given),
    lab.run(given, [...options, "--free", "[1, {}]"], { env }),
  ]);
  const first = await lab.dump(defaults.run);
  assert.deepEqual(first.seen.direct, [1000, "none", false, none, ["Drama"], [1999, 2000]]);
  assert.deepEqual(first.seen.more, [{ low: 1 }, none]);
  assert.deepEqual(first.seen.parameters, {
    minVotes: 1000,
    title: "none",
    loud: false,
    ratio: none,
    genres: ["Drama"],
    years: [1999, 2000],
    limits: { low: 1 },
    free: none,
  });
  assert.deepEqual(first.frozen.slice(0, 2), [
    '"minVotes" is a parameter, which steps can only read',
    "Cannot add property 1, object is not extensible",
  ]);
  assert.equal(first.limits.low, 1);
  const expected = {
    minVotes: 500,
    title: "from the environment",
    loud: true,
    ratio: -0.5,
    genres: ["Comedy", "War"],
    years: [2001, 2002],
    limits: { low: 5, deep: [null] },
    free: [1, {}],
  };
  assert.deepEqual((await lab.dump(mixed.run)).seen.parameters, expected);
  assert.deepEqual((await lab.status(mixed.run)).params, expected);
});

Deno.test("wrong values are refused before anything runs, with what is expected", async () => {
  await using lab = new Lab();
  const cases: [args: string[], message: RegExp, env?: Record<string, string>][] = [
    [[given, "--min-votes", "many"], /Parameter "minVotes" cannot be "many": expected a number/],
    [[given, "--min-votes", "NaN"], /expected a number/],
    [[given, "--years", "1999", "--years", "soon"], /each item of which is a number/],
    [[given, "--limits", "{low:1}"], /Parameter "limits".*expected JSON/],
    [[given], /Parameter "loud" cannot be "perhaps": expected true or false/, {
      FLOW_PARAM_LOUD: "perhaps",
    }],
    [[given, "--min-vote", "1"], /--min-votes/],
    [[`${flows}:Computed`, "--count", "11"], /Parameter "count" cannot be "11"/],
    [[`${flows}:Computed`, "--since", "never"], /Parameter "since" cannot be "never"/],
    [[`${flows}:Needed`], /Parameter "city" has no value[\s\S]*--city or FLOW_PARAM_CITY/],
    [[`${flows}:Inputs`, "--settings", "nowhere.json"], /no such file/],
    [[`${flows}:Inputs`, "--settings", flows], /Cannot read config "settings"/],
  ];
  const results = await Promise.all(
    cases.map(([args, , env = {}]) => lab.flow(["run", ...args], { env })),
  );
  results.forEach(({ code, stderr }, at) => {
    assert.match(stderr, cases[at]![1]);
    assert.equal(code, 2, stderr);
    assert.doesNotMatch(stderr, /defect/);
  });
  const { stdout } = await lab.flow(["runs", "--json"]);
  assert.deepEqual(JSON.parse(stdout), []);
});

Deno.test("a default that is a function is called once a run; a schema reads what is given", async () => {
  await using lab = new Lab();
  const [first, second] = await Promise.all([
    lab.run(`${flows}:Computed`),
    lab.run(`${flows}:Computed`, ["--count", "7", "--token", "mine", "--since", "1999-12-31"]),
  ]);
  const one = await lab.dump(first.run);
  assert.match(one.token, /^1 [0-9a-f-]{36}$/);
  assert.deepEqual(one.tokens, [one.token, one.token]);
  assert.deepEqual([one.count, one.year], [3, 2020]);
  const other = await lab.dump(second.run);
  assert.deepEqual([other.token, other.count, other.year], ["mine", 7, 1999]);
  assert.deepEqual(other.since, { $type: "date", value: "1999-12-31T00:00:00.000Z" });
  assert.equal((await lab.status(first.run)).params.token, one.token);
  // Constants are recorded by the first step, whoever has loaded the flow before it.
  assert.equal(one.unit, "films");
});

Deno.test("configs and files are read when the run starts, from the flow file's folder", async () => {
  await using lab = new Lab();
  const project = Deno.readTextFileSync(flows).replaceAll("../data/", "data/");
  lab.write("flow.ts", project);
  lab.write("deno.json", JSON.stringify({ imports: { zod: "npm:zod@4.6.7" } }));
  lab.write("data/settings.json", '{ "rate": 0.5, "deep": { "list": [1, 2] } }');
  lab.write("data/words.txt", "one\ntwo\n");
  lab.write("data/settings.yaml", "rate: 0.25\ndeep:\n  list: [3]\n");
  lab.write("data/extra.toml", 'name = "toml"\n');
  lab.write("data/image.bin", new Uint8Array([255, 0, 128]));
  lab.write("elsewhere/here.txt", "from the working folder");
  const file = `${lab.path}/flow.ts:Inputs`;
  const cwd = `${lab.path}/elsewhere`;
  const [plain, other] = await Promise.all([
    lab.run(file, [], { cwd }),
    lab.run(file, ["--settings", "data/settings.yaml", "--more", "here.txt"], {
      cwd,
      env: { FLOW_PARAM_EXTRA: "data/extra.toml", FLOW_PARAM_IMAGE: "data/image.bin" },
    }),
  ]);
  assert.deepEqual((await lab.dump(plain.run)).facts, {
    rate: 0.5,
    frozen: true,
    extra: null,
    words: "one\ntwo\n",
    image: ["Uint8Array", 8, 111],
    more: null,
  });
  const { facts, words, image } = await lab.dump(other.run);
  assert.deepEqual(facts, {
    rate: 0.25,
    frozen: true,
    extra: { name: "toml" },
    words: "one\ntwo\n",
    image: ["Uint8Array", 3, 255],
    more: "from the working folder",
  });
  assert.equal(words, "one\ntwo\n");
  assert.deepEqual(image, { $type: "bytes", base64: "/wCA" });
});
