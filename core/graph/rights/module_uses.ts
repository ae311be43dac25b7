import type { Statement } from "@babel/types";
import type { RightUse } from "../graph.ts";
import type { SourceFiles, SourceModule } from "../source/files.ts";
import { traceCode } from "../trace/method.ts";
import type { Trace } from "../trace/trace.ts";
import type { Rights } from "./rights.ts";

/**
 * What the code at the top of a module, and of the local modules that it imports, needs rights for:
 * it runs whenever the module is loaded.
 */
export function moduleUses(entry: SourceModule, files: SourceFiles, rights: Rights): RightUse[] {
  const modules = new Set([entry]);
  const traces: Trace[] = [];
  for (const module of modules) {
    for (const statement of module.program?.body ?? []) {
      const code = runsOnLoad(statement);
      if (code !== null) traces.push(traceCode(code, module, true));
    }
    for (const { specifier, kind, type } of module.specifiers) {
      if (kind !== "static" || type !== null) continue;
      const target = files.resolve(specifier, module);
      const next = target.kind === "local" ? files.load(target.path) : null;
      if (next !== null) modules.add(next);
    }
  }
  return rights.of(traces, true).uses;
}

function runsOnLoad(statement: Statement): Statement | null {
  switch (statement.type) {
    case "ExportNamedDeclaration":
      return statement.declaration ? runsOnLoad(statement.declaration) : null;
    case "VariableDeclaration":
      return statement;
    case "ExportDefaultDeclaration":
      return null;
    default:
      return /^(?!TS|Import|Export)\w+Statement$/.test(statement.type) ? statement : null;
  }
}
