/**
 * The page of the documentation that lists all rules, `docs/lint-rules.md`. To write it anew:
 *
 * ```
 * deno run -A core/lint/rules_page.ts && deno fmt docs/lint-rules.md
 * ```
 *
 * @module
 */

import { IMPORT_RULES } from "../snapshot/import_rules.ts";
import { RULES } from "./rules/mod.ts";

/** Rules about the file as a whole. */
const FILE_RULES: Record<string, string> = {
  "syntax": "The file, or a local file that it needs, is no valid TypeScript or JavaScript.",
  "config-syntax": "The project's `deno.json`, `package.json` or import map cannot be read.",
  "flow-base":
    "A class has steps, but what it extends cannot be seen to be a flow: it comes from " +
    "a package, or is made by a function.",
  ...IMPORT_RULES,
};

/** The whole page. */
export function rulesPage(): string {
  const flowRules = RULES.map(({ name, severity, about }) =>
    `### ${name}\n\n_${severity}_ · ${about}\n`
  );
  const fileRules = Object.entries(FILE_RULES).map(([name, about]) =>
    `### ${name}\n\n_error_ · ${about}\n`
  );
  return `# Rules of \`flow check\`

\`flow check FILE\` reads the source of a flow, without running any of it, and tells what is wrong.
\`flow run\` does the same first. An error keeps the flow from running; a warning does not.

Each finding has the name of its rule, the place in the source, and what to do. With \`--json\` it is
one object of a list:

\`\`\`json
{
  "rule": "unknown-target",
  "severity": "error",
  "message": "Step \\"start\\" leads to \\"scoree\\", which is no step",
  "file": "/home/me/films/flow.ts",
  "line": 12,
  "column": 5,
  "step": "start",
  "hint": "Did you mean \\"score\\"?"
}
\`\`\`

## What is read, and what is not

The linter follows what a step does through its helper methods, accessors and base classes, through
branches and loops of the code, and, for rights, through functions of local files. It knows for each
step which artifacts are set on every way to it, and which only on some.

Where the source does not tell, it says nothing rather than something wrong: a step that hands
\`this\` on (\`helper(this)\`), reads \`this[name]\` or copies \`{ ...this }\` may read and set anything,
and inputs of a join that are handed on may be read in any way. Code of packages may use any right.

## The flow

${flowRules.join("\n")}
## The file and its imports

What a step loads comes from the project's folder: the nearest one upwards with a \`deno.json\`,
\`package.json\` or \`.git\`, else the flow file's own. All of it is kept with the run.

${fileRules.join("\n")}`;
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("../../docs/lint-rules.md", import.meta.url), rulesPage());
}
