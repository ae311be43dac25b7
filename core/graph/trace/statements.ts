import type { Node, Statement } from "@babel/types";
import { assign, declarePattern, itemOf } from "./assignments.ts";
import { childrenOf } from "./children.ts";
import { test, use, value } from "./expressions.ts";
import { found } from "./found.ts";
import { walkClass, walkFunction } from "./functions.ts";
import type { Op } from "./trace.ts";
import type { Kind, Walk } from "./walk.ts";

/** Walks statements in a scope of their own; functions they declare are known from the start. */
export function block(walk: Walk, statements: readonly Statement[]): void {
  walk.inScope(() => {
    for (const inner of statements) {
      if (inner.type === "FunctionDeclaration" && inner.id) walk.declare(inner.id.name, null);
    }
    for (const inner of statements) statement(walk, inner);
  });
}

function body(walk: Walk, node: Statement): Op[] {
  return walk.collect(() => block(walk, [node]));
}

/** Walks one statement. */
export function statement(walk: Walk, node: Statement): void {
  if (!/^(Block|For|ForIn|ForOf|While|DoWhile|Switch)Statement$/.test(node.type)) walk.label = null;
  switch (node.type) {
    case "BlockStatement":
      if (walk.label === null) block(walk, node.body);
      else walk.breakable("block", () => block(walk, node.body));
      return;
    case "ExpressionStatement":
      value(walk, node.expression);
      return;
    case "VariableDeclaration":
      declareVariables(walk, node);
      return;
    case "FunctionDeclaration":
      walkFunction(walk, node, [], false);
      return;
    case "ClassDeclaration":
      if (node.id) walk.declare(node.id.name, null);
      walkClass(walk, node);
      return;
    case "IfStatement":
      ifElse(walk, node);
      return;
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
      loop(walk, node);
      return;
    case "ForInStatement":
    case "ForOfStatement":
      forEach(walk, node);
      return;
    case "SwitchStatement":
      switchCases(walk, node);
      return;
    case "TryStatement":
      walk.emit({
        op: "try",
        block: body(walk, node.block),
        handler: node.handler ? handler(walk, node.handler) : null,
        finalizer: node.finalizer ? body(walk, node.finalizer) : [],
      });
      return;
    case "ReturnStatement":
      if (node.argument) use(walk, node.argument);
      walk.emit({ op: "return" });
      return;
    case "ThrowStatement":
      use(walk, node.argument);
      walk.emit({ op: "throw" });
      return;
    case "BreakStatement":
      walk.leave("break", node.label?.name ?? null);
      return;
    case "ContinueStatement":
      walk.leave("continue", node.label?.name ?? null);
      return;
    case "LabeledStatement":
      walk.label = node.label.name;
      statement(walk, node.body);
      walk.label = null;
      return;
    default:
      if (!node.type.startsWith("TS")) { for (const child of childrenOf(node)) use(walk, child); }
  }
}

function declareVariables(walk: Walk, node: Node & { type: "VariableDeclaration" }): void {
  for (const { id, init } of node.declarations) {
    const kind = init ? value(walk, init) : null;
    if (id.type === "VoidPattern") walk.escape(kind);
    else declarePattern(walk, id, kind);
  }
}

/** A long chain of `else if` is walked without nesting a call for each. */
function ifElse(walk: Walk, node: Node & { type: "IfStatement" }): void {
  const links: { then: Op[]; test: Op[]; otherwise: Op[] }[] = [];
  let last: Statement | null | undefined = node;
  while (last?.type === "IfStatement") {
    const { test: condition, consequent, alternate }: Node & { type: "IfStatement" } = last;
    links.push({
      test: walk.collect(() => test(walk, condition)),
      then: [...found(walk, condition, true), ...body(walk, consequent)],
      otherwise: found(walk, condition, false),
    });
    last = alternate;
  }
  let rest = last ? body(walk, last) : [];
  for (const { test, then, otherwise } of links.reverse()) {
    rest = [...test, { op: "branch", arms: [then, [...otherwise, ...rest]] }];
  }
  for (const op of rest) walk.emit(op);
}

function loop(
  walk: Walk,
  node: Node & { type: "WhileStatement" | "DoWhileStatement" | "ForStatement" },
): void {
  walk.breakable("loop", (inner) =>
    walk.inScope(() => {
      if (node.type === "ForStatement" && node.init) {
        if (node.init.type === "VariableDeclaration") declareVariables(walk, node.init);
        else value(walk, node.init);
      }
      const condition = node.test;
      const endless = !condition || (condition.type === "BooleanLiteral" && condition.value);
      if (node.type === "DoWhileStatement") {
        const ops = inner(() => block(walk, [node.body]));
        ops.push(...walk.collect(() => test(walk, node.test)));
        walk.emit({ op: "loop", body: ops, endless, once: true });
        return;
      }
      if (condition) test(walk, condition);
      const ops = inner(() => block(walk, [node.body]));
      const update = node.type === "ForStatement" ? node.update : null;
      if (update) ops.push(...walk.collect(() => value(walk, update)));
      walk.emit({ op: "loop", body: ops, endless, once: false });
    }));
}

function forEach(walk: Walk, node: Node & { type: "ForInStatement" | "ForOfStatement" }): void {
  walk.breakable("loop", (inner) =>
    walk.inScope(() => {
      const kind = value(walk, node.right);
      let item: Kind | null = null;
      if (node.type === "ForOfStatement") {
        item = itemOf(kind);
        if (item === null) walk.escape(kind);
      } else walk.escape(kind);
      const ops = inner(() => {
        if (node.left.type === "VariableDeclaration") {
          declarePattern(walk, node.left.declarations[0]!.id, item);
        } else assign(walk, node.left, item);
        block(walk, [node.body]);
      });
      walk.emit({ op: "loop", body: ops, endless: false, once: false });
    }));
}

function switchCases(walk: Walk, node: Node & { type: "SwitchStatement" }): void {
  use(walk, node.discriminant);
  walk.breakable("switch", () =>
    walk.inScope(() => {
      for (const one of node.cases) if (one.test) test(walk, one.test);
      const bodies = node.cases.map((one) =>
        walk.collect(() => one.consequent.forEach((inner) => statement(walk, inner)))
      );
      const hasDefault = node.cases.some((one) => !one.test);
      const cover = hasDefault ? "all" : bodies.length > 1 ? "maybe all" : "some";
      walk.emit({ op: "cases", bodies, cover });
    }));
}

function handler(walk: Walk, node: Node & { type: "CatchClause" }): Op[] {
  return walk.collect(() =>
    walk.inScope(() => {
      if (node.param) declarePattern(walk, node.param, null);
      block(walk, node.body.body);
    })
  );
}
