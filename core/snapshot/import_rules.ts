import { exists } from "../../store/path.ts";
import type { SourceFiles, SourceModule } from "../graph/source/files.ts";
import { isModulePath } from "../graph/source/parse.ts";
import { extensionOf, isInside, realPath } from "../graph/source/path.ts";
import type { Diagnostic } from "../lint/diagnostic.ts";
import type { ModuleSpecifier } from "./modules.ts";

/** What checking an import finds. */
export interface CheckedImport {
  /** The local file to go on with, or null. */
  path: string | null;
  diagnostic: Diagnostic | null;
  /** The file is not there. */
  missing: boolean;
}

/** The rules of imports, with what each is about. */
export const IMPORT_RULES: Record<string, string> = {
  "import-outside": "A module or file that is imported lies outside of the project's folder.",
  "import-link": "A symbolic link leads an import out of the project's folder.",
  "import-remote": "A module is imported over the network.",
  "import-data": "A module is imported from a `data:` or `blob:` address.",
  "import-worker": "`node:worker_threads` is imported, which steps cannot use.",
  "import-missing": "A file that is imported is not there.",
  "import-unknown": "A name that is imported is no file, and the configuration does not map it.",
  "import-type": "A file that is no module is imported without saying what it is.",
};

/** Checks where an import leads, without loading anything. */
export function checkImport(
  specifier: ModuleSpecifier,
  module: SourceModule,
  files: SourceFiles,
): CheckedImport {
  const { target } = specifier;
  const text = JSON.stringify(specifier.specifier);
  const tell = (
    rule: string,
    message: string,
    hint: string,
    severity: Diagnostic["severity"] = "error",
  ): CheckedImport => ({
    path: null,
    missing: rule === "import-missing",
    diagnostic: {
      rule,
      severity,
      message,
      file: module.path,
      line: specifier.line,
      column: specifier.column,
      step: null,
      hint,
    },
  });
  switch (target.kind) {
    case "local":
      return checkLocal(specifier, target.path, files, tell);
    case "https":
    case "jsr":
      return tell(
        "import-remote",
        `Cannot import ${text}: steps load nothing over the network`,
        "Copy the module into the project, or import an npm package: npm:NAME@VERSION.",
      );
    case "data":
      return tell(
        "import-data",
        `Cannot import ${text.length > 60 ? text.slice(0, 59) + "…" : text}: it is no file`,
        "Write the code into a file of the project and import that.",
      );
    case "node":
      return target.specifier === "node:worker_threads"
        ? tell(
          "import-worker",
          `Cannot import ${text}: a step has no threads of its own`,
          "Split the work with a foreach: its tasks run in parallel.",
        )
        : nothing();
    case "bare":
      return specifier.kind === "url" ? nothing() : tell(
        "import-unknown",
        `Cannot import ${text}: nothing says what it is`,
        `Name it in "imports" of deno.json, or in "dependencies" of package.json; or write ` +
          `npm:${specifier.specifier}, or a path that starts with "./".`,
      );
    default:
      return nothing();
  }
}

function checkLocal(
  specifier: ModuleSpecifier,
  path: string,
  files: SourceFiles,
  tell: (
    rule: string,
    message: string,
    hint: string,
    severity?: "error" | "warning",
  ) => CheckedImport,
): CheckedImport {
  const { root } = files.project;
  const text = JSON.stringify(specifier.specifier);
  const isUrl = specifier.kind === "url";
  if (!isInside(path, root)) {
    return tell(
      "import-outside",
      isUrl
        ? `${text} lies outside of the project "${root}", so a run does not keep it`
        : `Cannot import ${text}: it lies outside of the project "${root}"`,
      isUrl
        ? "Put the file into the project, include it with file(), or pass its path as a parameter."
        : "Move it into the project; or put a deno.json into the folder that holds both.",
      isUrl ? "warning" : "error",
    );
  }
  const real = realPath(path);
  if (real === null || !exists(path, "file")) {
    // A URL may also name a file that the step is going to write, or a folder.
    if (isUrl) return { ...nothing(), missing: real === null };
    return tell(
      "import-missing",
      `Cannot import ${text}: there is no file "${path}"`,
      "Correct the path; it is written from the importing file, with its ending.",
      specifier.kind === "dynamic" ? "warning" : "error",
    );
  }
  if (!isInside(real, root)) {
    return tell(
      "import-link",
      `Cannot import ${text}: a symbolic link leads out of the project, to "${real}"`,
      "Copy the file into the project in place of the link.",
    );
  }
  if (!isUrl && specifier.type === null && !isModulePath(path) && extensionOf(path) !== ".wasm") {
    const type = /^\.jsonc?$/.test(extensionOf(path)) ? "json" : "text";
    return tell(
      "import-type",
      `Cannot import ${text}: it is no module`,
      `Say what it is: import name from ${text} with { type: "${type}" }.`,
    );
  }
  return { path, diagnostic: null, missing: false };
}

function nothing(): CheckedImport {
  return { path: null, diagnostic: null, missing: false };
}
