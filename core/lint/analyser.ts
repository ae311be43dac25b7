import { HOME } from "../../store/home.ts";
import { FLOW_VERSION } from "../../store/version.ts";
import { fromFileUrl, joinPath } from "../graph/source/path.ts";

/** All folders of Flow's own that decide what an analysis says. */
export const ANALYSER_FOLDERS = [
  "core/graph",
  "core/graph/class",
  "core/graph/rights",
  "core/graph/source",
  "core/graph/trace",
  "core/lint",
  "core/lint/rules",
  "core/snapshot",
];

/** Single files are looked at here too: a plugin is often edited in place. */
const DECORATORS = ["plugins/decorators", "plugins/cards/author"];

/** Changes with each commit, checkout and pull. */
const HISTORY = ".git/logs/HEAD";

let name: string | null = null;

/**
 * What makes analyses here: another one has to analyse again. The version alone is not enough where
 * Flow runs from its source, which changes more often.
 */
export function analyser(): string {
  name ??= [FLOW_VERSION, Deno.version.deno, HOME.build ?? lastChanges()].join(" ");
  return name;
}

function lastChanges(): number {
  try {
    const root = fromFileUrl(HOME.root);
    const paths = [...ANALYSER_FOLDERS, ...DECORATORS, HISTORY];
    for (const folder of DECORATORS) {
      for (const { name } of Deno.readDirSync(root + folder)) paths.push(joinPath(folder, name));
    }
    return paths.reduce((sum, path) => sum + changed(root + path), 0);
  } catch {
    // An installed copy, which changes only as a whole.
    return 0;
  }
}

/** When a file was last changed; 0 if there is none. */
function changed(path: string): number {
  try {
    return Deno.statSync(path).mtime?.getTime() ?? 0;
  } catch {
    return 0;
  }
}
