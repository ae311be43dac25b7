import assert from "node:assert/strict";
import { type Arrow, readModuleGraph } from "./module_graph.ts";
import { textOf } from "./tree.ts";

const graph = await readModuleGraph();

/** Folders, the lowest first: each may import itself and what stands before it. */
const LAYERS = ["store/", "core/", "plugins/", "cli/"];

/** The same inside of `core`, for what is loaded. Types may be of any of these folders. */
const CORE = [
  "core/flow/",
  "core/graph/",
  "core/snapshot/",
  "core/lint/",
  "core/client/",
  "core/runtime/",
];

/** Arrows that run back, each with its reason. */
const EXCEPTIONS = new Map([
  [
    "cli/template/flow.ts → mod.ts",
    "The flow that `flow init` copies, written as its user would.",
  ],
]);

const arrows = graph.arrows.filter(({ from, to }) =>
  !isTest(from) && (/^[^:]+\.ts$/.test(to)) && !EXCEPTIONS.has(`${from} → ${to}`)
);

function isTest(path: string): boolean {
  return /_test\.ts$|\/test_\w+\.ts$|\/testing\.ts$|_fixture\.ts$/.test(path);
}

function shown(found: Arrow[]): string[] {
  return found.map(({ from, to, kind }) => `${from} → ${to} (${kind})`);
}

Deno.test("every import leads to a module", () => {
  assert.deepEqual(graph.broken, []);
});

Deno.test("modules import files, what Deno has built in, and the packages of deno.json", () => {
  const { imports } = JSON.parse(textOf("deno.json"));
  const packages = new Set(Object.values(imports));
  const found = graph.arrows.filter(({ from, to }) =>
    !from.startsWith("tests/") && /^[^/]+:/.test(to) && !to.startsWith("node:") && !packages.has(to)
  );
  assert.deepEqual(shown(found), []);
});

Deno.test("imports run one way: cli → plugins → core → store", () => {
  const level = (path: string) => LAYERS.findIndex((folder) => path.startsWith(folder));
  const back = arrows.filter(({ from, to }) => {
    if (level(from) < 0) return false;
    // `mod.ts`, examples and tests stand above all layers.
    return level(to) < 0 || level(to) > level(from);
  });
  assert.deepEqual(shown(back), []);
});

Deno.test("imports inside of core run one way", () => {
  const level = (path: string) => CORE.findIndex((folder) => path.startsWith(folder));
  const outside = arrows.filter(({ from }) => from.startsWith("core/") && level(from) < 0);
  assert.deepEqual(shown(outside), [], "a folder of core that this test does not know");
  const back = arrows.filter(({ from, to, kind }) =>
    kind !== "type" && level(from) >= 0 && level(to) > level(from)
  );
  assert.deepEqual(shown(back), []);
});

Deno.test("core/flow, which runs inside of the sandbox, imports nothing else but types", () => {
  const found = graph.arrows.filter(({ from, to, kind }) =>
    from.startsWith("core/flow/") && !isTest(from) && !to.startsWith("core/flow/") &&
    kind !== "type"
  );
  assert.deepEqual(shown(found), []);
});

Deno.test("a plugin is known by name to mod.ts and the command line only", () => {
  const found = graph.arrows.filter(({ from, to }) =>
    to.startsWith("plugins/") && !isTest(from) && !/^(plugins|cli|examples|tests)\//.test(from) &&
    from !== "mod.ts"
  );
  assert.deepEqual(shown(found), []);
});

Deno.test("the sandbox and what flows import load nothing that opens a store or runs a flow", () => {
  const allowed = [
    /^mod\.ts$/,
    /^core\/(flow|client)\//,
    /^core\/runtime\/(worker|protocol)\//,
    /^core\/runtime\/run_flow\.ts$/,
    /^plugins\/decorators\//,
    /^plugins\/cards\/author\//,
    /^core\/runtime\/timer\.ts$/,
    // The address of a server; what speaks with it is loaded when it is asked.
    /^plugins\/server\/client\/open_server\.ts$/,
    // Codecs, which run where the value is.
    /^store\/objects\/(codec|codec_errors|canonical_json|error_classes|extend|json_fitness)\.ts$/,
    /^store\/objects\/(rejection|revive|typed_arrays|utf8)\.ts$/,
    // Small things that any code may need.
    /^store\/(error|find|lazy|path)\.ts$/,
  ];
  const loaded = graph.loadedWith("core/runtime/worker/main.ts", "mod.ts");
  const others = [...loaded].filter((path) => !allowed.some((pattern) => pattern.test(path)));
  assert.deepEqual(others, []);
});

Deno.test("mod.ts only re-exports", () => {
  const code = textOf("mod.ts").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  const rest = code.replaceAll(/export (type )?\{[^}]*\} from "[^"]+";/g, "");
  assert.equal(rest.trim(), "");
});
