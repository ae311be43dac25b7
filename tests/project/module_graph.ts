import { fromFileUrl } from "../../core/graph/source/path.ts";
import { projectFiles, ROOT, textOf } from "./tree.ts";

/** One module names another. Paths are from the project's folder; others are `npm:…` or `node:…`. */
export interface Arrow {
  from: string;
  to: string;
  /**
   * `value`: loaded along with `from`; `later`: loaded when it is needed, by a dynamic import, a
   * Worker or `lazy()`; `type`: gone before the program is loaded.
   */
  kind: "value" | "later" | "type";
}

interface InfoModule {
  specifier: string;
  error?: string;
  dependencies?: {
    code?: { specifier: string };
    type?: { specifier: string };
    isDynamic?: boolean;
  }[];
}

/** The modules of the project and what they import, as Deno sees them. */
export class ModuleGraph {
  readonly arrows: Arrow[];
  /** Modules that could not be read, with the reason. */
  readonly broken: string[];
  #from = new Map<string, Arrow[]>();

  constructor(arrows: Arrow[], broken: string[]) {
    this.arrows = arrows;
    this.broken = broken;
    for (const arrow of arrows) {
      const known = this.#from.get(arrow.from);
      if (known === undefined) this.#from.set(arrow.from, [arrow]);
      else known.push(arrow);
    }
  }

  /** All that is loaded along with these modules. */
  loadedWith(...modules: string[]): Set<string> {
    const loaded = new Set(modules);
    for (const module of loaded) {
      for (const { to, kind } of this.#from.get(module) ?? []) {
        if (kind === "value") loaded.add(to);
      }
    }
    return loaded;
  }
}

/** Reads the graph of all modules but those that only are read by tests (`tests/fixtures`). */
export async function readModuleGraph(): Promise<ModuleGraph> {
  const files = projectFiles()
    .filter((path) => path.endsWith(".ts") && !path.startsWith("tests/fixtures/"));
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    const lines = files.map((path) => `import(${JSON.stringify(new URL(path, ROOT).href)});`);
    await Deno.writeTextFile(entry, lines.join("\n"));
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--json", "--config", fromFileUrl(new URL("deno.json", ROOT)), entry],
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const { modules }: { modules: InfoModule[] } = JSON.parse(new TextDecoder().decode(stdout));
    const own = modules.filter(({ specifier }) => specifier.startsWith(ROOT.href));
    return new ModuleGraph(
      [...own.flatMap(importsOf), ...files.flatMap(addressesOf)],
      own.filter(({ error }) => error).map(({ specifier, error }) =>
        `${name(specifier)}: ${error}`
      ),
    );
  } finally {
    await Deno.remove(entry);
  }
}

function importsOf({ specifier, dependencies = [] }: InfoModule): Arrow[] {
  const from = name(specifier);
  return dependencies.flatMap(({ code, type, isDynamic }): Arrow[] => {
    if (code !== undefined) {
      return [{ from, to: name(code.specifier), kind: isDynamic ? "later" : "value" }];
    }
    return type === undefined ? [] : [{ from, to: name(type.specifier), kind: "type" }];
  });
}

/** Modules that are named by `new URL("….ts", import.meta.url)`. */
function addressesOf(from: string): Arrow[] {
  const pattern = /new URL\(\s*"(\.[^"]*\.ts)",\s*import\.meta\.url/g;
  return [...textOf(from).matchAll(pattern)].map(([, address]) => ({
    from,
    to: name(new URL(address!, new URL(from, ROOT)).href),
    kind: "later",
  }));
}

function name(specifier: string): string {
  return specifier.startsWith(ROOT.href) ? specifier.slice(ROOT.href.length) : specifier;
}
