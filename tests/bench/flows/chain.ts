/** The source of a flow of so many steps, one after the other. */
export function chain(steps: number): string {
  const names = [
    "start",
    ...Array.from({ length: steps - 2 }, (_, at) => `step_${at + 1}`),
    "end",
  ];
  const methods = names.map((name, at) => {
    const next = names[at + 1];
    return `  /** Step ${at}. */\n  @step\n  ${name}() {\n` +
      `    this.value = ${at === 0 ? "0" : "this.value + 1"};\n` +
      `    const rows = [1, 2, 3].map((row) => row * this.value);\n` +
      `    if (rows.length !== 3) throw new Error("A row is lost");\n` +
      (next === undefined ? "" : `    this.next(this.${next});\n`) + "  }\n";
  });
  return `import { FlowSpec, step } from "flow";\n\n` +
    `export default class Chain extends FlowSpec {\n  value!: number;\n\n${methods.join("\n")}}\n`;
}
