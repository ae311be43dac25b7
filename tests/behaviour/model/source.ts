import type { Addition } from "./addition.ts";
import { flowName, type Next, type Shape, type StepPlan, turnsOf } from "./plan.ts";
import type { ExpectedTask } from "./expected.ts";

/**
 * Writes a flow: a shape, with what behaviours add to it.
 *
 * @returns The texts of its files by name; `flow.ts` is the flow's.
 */
export function renderFlow(
  shape: Shape,
  steps: readonly StepPlan[],
  additions: readonly Addition[],
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { files: own = {}, module } of additions) {
    Object.assign(files, own);
    if (module) files[module.file] = module.text;
  }
  const name = flowName(shape);
  const written = (plan: StepPlan, at: number) =>
    writeStep(plan, at, steps, additions, plan.base ? `${name}Base` : name);
  const methods = steps.map((plan, at) => ({ plan, text: written(plan, at) }));
  const members = membersOf(steps, additions);
  const imports = importsOf(additions);
  const decorators = additions.flatMap(({ classDecorators = [] }) => classDecorators);
  const inBase = methods.filter(({ plan }) => plan.base === true);
  const isDerived = inBase.length > 0;
  if (isDerived) {
    const overridden = steps.filter(({ base }) => base === "overridden").map(writeOverridden);
    const body = [members, ...inBase.map(({ text }) => text), ...overridden];
    files["base.ts"] =
      `${imports}\n/** The base class. */\nexport abstract class ${name}Base extends FlowSpec {\n${
        body.join("\n\n")
      }\n}\n`;
  }
  const own = methods.filter(({ plan }) => plan.base !== true).map(({ text }) => text);
  const body = isDerived ? own : [members, ...own];
  const base = isDerived ? `${name}Base` : "FlowSpec";
  files["flow.ts"] = [
    imports,
    ...isDerived ? [`import { ${base} } from "./base.ts";`] : [],
    "",
    `/** Made by the behaviour matrix: ${shape.name}. */`,
    ...decorators,
    `export default class ${name} extends ${base} {`,
    body.join("\n\n"),
    "}",
    "",
  ].join("\n");
  return files;
}

/** A condition in TypeScript which holds in that task of its step alone. */
export function isAt({ key }: ExpectedTask): string {
  return `place === ${JSON.stringify(key)}`;
}

function importsOf(additions: readonly Addition[]): string {
  const names = new Set(["FlowSpec", "type Inputs", "step"]);
  for (const { imports = [] } of additions) for (const one of imports) names.add(one);
  const modules = additions.flatMap(({ module }) => module ? [module] : []);
  return [
    `import { ${[...names].join(", ")} } from "flow";`,
    ...modules.map(({ file, names }) => `import { ${names.join(", ")} } from "./${file}";`),
  ].join("\n");
}

function membersOf(steps: readonly StepPlan[], additions: readonly Addition[]): string {
  return [
    ...steps.filter(({ looped }) => looped).map(({ name }) => `${turnsOf(name)}!: number;`),
    ...additions.flatMap(({ members }) => members ? [members.trim()] : []),
  ].map((text) => text.replaceAll(/^ */gm, "  ")).join("\n");
}

function writeStep(
  plan: StepPlan,
  position: number,
  steps: readonly StepPlan[],
  additions: readonly Addition[],
  className: string,
): string {
  const parts = additions.map(({ onStep }) => onStep?.(plan, position) ?? {});
  const decorators = parts.flatMap(({ decorators = [] }) => decorators);
  const code = parts.flatMap(({ code }) => code ? code.trim().split("\n") : []);
  const turns = plan.looped ? turnsOf(plan.name) : null;
  const turn = turns === null ? "" : ` + (this.${turns} > 1 ? "#" + this.${turns} : "")`;
  const usesPlace = code.some((line) => line.includes("place"));
  const lines = [
    ...turns === null
      ? []
      : [`this.${turns} = ("${turns}" in this ? this.${turns} as number : 0) + 1;`],
    ...usesPlace
      ? [
        `const place = ["${plan.name}", ...this.foreachStack().map(({ index }) => index)].join(".")${turn};`,
      ]
      : [],
    ...code,
    ...writeNext(plan.next),
  ];
  return [
    ...decorators,
    `@step${plan.options ?? ""}`,
    `${plan.base === "overridden" ? "override " : ""}async ${plan.name}(${
      argument(plan, steps, className)
    }) {`,
    ...lines.map((line) => `  ${line.trim()}`),
    "}",
  ].map((line) => `  ${line}`).join("\n");
}

/** What a derived class replaces. */
function writeOverridden({ name }: StepPlan): string {
  return `  @step
  async ${name}() {
    if ("never" in this) this.next(this.end);
    else throw new Error("the base class's ${name} runs");
  }`;
}

function argument(plan: StepPlan, steps: readonly StepPlan[], className: string): string {
  if (plan.join) return `inputs: Inputs<${className}>`;
  const isItem = steps.some(({ next }) => next.kind === "foreach" && next.to === plan.name);
  return isItem ? "item: string" : "";
}

function writeNext(next: Next): string[] {
  switch (next.kind) {
    case "end":
      return [];
    case "step":
      return [`this.next(this.${next.to});`];
    case "branch":
      return [`this.next(${next.to.map((to) => `this.${to}`).join(", ")});`];
    case "foreach":
      return [
        `const items = Array.from({ length: ${next.size} }, (_, at) => \`item \${at}\`);`,
        `this.next(this.${next.to}, { foreach: items });`,
      ];
    case "switch": {
      const cases = Object.entries(next.cases).map(([key, to]) => `${key}: this.${to}`).join(", ");
      return [`this.next({ ${cases} }, { switch: ${next.value} });`];
    }
  }
}
