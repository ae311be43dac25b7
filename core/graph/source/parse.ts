import { lazy } from "../../../store/lazy.ts";
import type { File, Node, Program } from "@babel/types";
import type { ParserOptions } from "@babel/parser";
import { extensionOf } from "./path.ts";

/** A parser, loaded once: `@babel/parser` costs 6 ms to load, so it is only on demand. */
export type Parser = (text: string, path: string) => ParsedSource;

/** What the parser makes of a file. */
export interface ParsedSource {
  /** null when the file is no program at all. */
  program: Program | null;
  errors: SyntaxProblem[];
}

/** A syntax error. Line and column count from 1. */
export interface SyntaxProblem {
  message: string;
  line: number;
  column: number;
}

const MODULE = /^\.[mc]?[jt]sx?$/;

/** Whether a path is one of JavaScript or TypeScript by its ending. */
export function isModulePath(path: string): boolean {
  return MODULE.test(extensionOf(path));
}

/** Loads the parser. */
export async function loadParser(): Promise<Parser> {
  const { parse } = await lazy<typeof import("@babel/parser")>("@babel/parser");
  return (text, path) => {
    try {
      // The declared result leaves out what error recovery adds.
      const file = parse(text, optionsFor(path)) as File & { errors?: unknown[] | null };
      const errors = (file.errors ?? []).map(problemOf);
      if (errors.length > 0) dropGaps(file.program);
      return { program: file.program, errors };
    } catch (error) {
      return { program: null, errors: [problemOf(error)] };
    }
  };
}

/**
 * Takes out what the parser puts where something is missing, as in `f(a, , b)`: a null, which no type
 * tells of. Arrays and their patterns may have holes.
 */
function dropGaps(node: object): void {
  for (const [key, part] of Object.entries(node)) {
    if (typeof part !== "object" || part === null || key === "loc" || key === "extra") continue;
    if (Array.isArray(part) && key !== "elements" && part.includes(null)) {
      Object.assign(node, { [key]: part.filter((one) => one !== null) });
    }
    dropGaps(part);
  }
}

function optionsFor(path: string): ParserOptions {
  const extension = extensionOf(path);
  const plugins: ParserOptions["plugins"] = ["decorators", "decoratorAutoAccessors"];
  if (/ts|^$/.test(extension)) plugins.push("typescript");
  if (extension.endsWith("x")) plugins.push("jsx");
  return {
    sourceType: extension === ".cjs" || extension === ".cts" ? "commonjs" : "module",
    plugins,
    errorRecovery: true,
  };
}

function problemOf(error: unknown): SyntaxProblem {
  if (error instanceof RangeError) {
    return { message: "The source is nested too deeply to be read", line: 1, column: 1 };
  }
  const { message, loc } = error as { message: string; loc?: { line: number; column: number } };
  return {
    message: message.replace(/ \(\d+:\d+\)$/, "").replace(/\.$/, ""),
    line: loc?.line ?? 1,
    column: (loc?.column ?? 0) + 1,
  };
}

/** The position of a node, counted from 1. */
export function placeOf(node: Node): { line: number; column: number } {
  return { line: node.loc?.start.line ?? 1, column: (node.loc?.start.column ?? 0) + 1 };
}
