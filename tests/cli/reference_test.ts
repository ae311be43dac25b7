import assert from "node:assert/strict";
import type { OptionTable } from "../../cli/framework/command.ts";
import { GLOBAL_OPTIONS } from "../../cli/framework/globals.ts";
import { optionTerm } from "../../cli/framework/help.ts";
import { optionName } from "../../core/flow/option_name.ts";
import { COMMANDS } from "../../cli/framework/table.ts";

const reference = Deno.readTextFileSync(new URL("../../docs/cli.md", import.meta.url));

function namesOf(table: OptionTable): string[] {
  return Object.entries(table).map(([key, option]) =>
    option.family ?? (key === "color" ? "--no-color" : `--${optionName(key)}`)
  );
}

Deno.test("docs/cli.md has every command with its options and an example", async () => {
  for (const name of namesOf(GLOBAL_OPTIONS)) assert.ok(reference.includes(name), name);
  const sections = reference.split(/^##+ /m);
  for (const { name, group, load } of COMMANDS) {
    if (group === undefined) continue;
    const section = sections.find((text) => new RegExp(`^[^\\n]*\`flow ${name}[ \`]`).test(text));
    assert.ok(section, `docs/cli.md has no section for flow ${name}`);
    assert.match(section, new RegExp(`^flow ${name}`, "m"), `no example of flow ${name}`);
    const { options } = (await load()).default;
    // What resume and step share with run is described there.
    const shared = name === "resume" || name === "step" ? sections.join() : section;
    for (const option of namesOf(options)) {
      assert.ok(shared.includes(option), `flow ${name} ${option} is not described`);
    }
  }
});

Deno.test("every option says what it does on one line of the help", async () => {
  for (const { name, load } of COMMANDS) {
    const { options } = (await load()).default;
    for (const [key, option] of Object.entries(options as OptionTable)) {
      const line = `  ${optionTerm(key, option).padEnd(28)}  ${option.help}`;
      assert.ok(option.help !== "" && line.length <= 100, `flow ${name}: ${line}`);
    }
  }
});
