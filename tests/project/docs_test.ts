import assert from "node:assert/strict";
import { GLOBAL_OPTIONS } from "../../cli/framework/globals.ts";
import type { OptionTable } from "../../cli/framework/command.ts";
import { findCommand } from "../../cli/framework/find_command.ts";
import { optionName } from "../../core/flow/option_name.ts";
import { COMMANDS } from "../../cli/framework/table.ts";
import { projectFiles, ROOT, textOf } from "./tree.ts";

const pages = projectFiles().filter((path) => path.endsWith(".md"));

/** Lines of code in a page: of its blocks, and what stands between backticks. */
function codeOf(page: string): string[] {
  const text = textOf(page);
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, code]) =>
    code!.replaceAll("\\\n", " ").split("\n")
  );
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)]
    .map(([, code]) => code!);
  return [...blocks, ...inline].map((line) => line.trim().replace(/^\$ /, ""));
}

/** The command lines of `flow` in a page, without `flow` itself. */
function flowLines(page: string): string[] {
  const start = /^(?:npx --yes )?(?:deno task (?:--quiet )?flow|flow)(?: |$)/;
  return codeOf(page).filter((line) => start.test(line)).map((line) => line.replace(start, ""));
}

/** The address of a heading, as web sites that show Markdown make it. */
function anchorOf(heading: string): string {
  return heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(/\s/g, "-");
}

Deno.test("links of the documents lead somewhere", () => {
  const broken: string[] = [];
  for (const page of pages) {
    for (const [, target] of textOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const url = new URL(target!, new URL(page, ROOT));
      const [hash, path] = [url.hash.slice(1), url.href.slice(ROOT.href.length).split("#")[0]!];
      try {
        if (Deno.statSync(new URL(path, ROOT)).isDirectory || hash === "") continue;
        const headings = [...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, one]) => anchorOf(one!));
        if (headings.includes(hash)) continue;
      } catch {
        // No such file.
      }
      broken.push(`${page}: ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

Deno.test("tasks that the documents name are in deno.json", () => {
  const { tasks } = JSON.parse(textOf("deno.json"));
  for (const page of pages) {
    for (const line of codeOf(page)) {
      const [, name] = /\bdeno task (?:--quiet )?([a-z]+)/.exec(line) ?? [];
      if (name !== undefined) assert.ok(name in tasks, `${page}: deno task ${name}`);
    }
  }
});

Deno.test("commands and options of flow that the documents name are there", async () => {
  const wrong: string[] = [];
  for (const page of pages) {
    for (const line of flowLines(page)) {
      const words = line.split(/\s+/).filter((word) => word !== "");
      // `flow COMMAND`, `flow.ts` and the like.
      if (words.length === 0 || !/^[a-z-]+$/.test(words[0]!)) continue;
      try {
        const asked = findCommand(words, COMMANDS);
        if (asked.kind !== "command") continue;
        const { options } = (await asked.entry.load()).default;
        const known = new Set(
          Object.entries({ ...GLOBAL_OPTIONS, ...options } as OptionTable).flatMap(
            (
              [key, { kind }],
            ) => [optionName(key), ...kind === "flag" ? [`no-${optionName(key)}`] : []],
          ),
        );
        // What `run` does not know is a parameter of a flow.
        if (asked.entry.name === "run") continue;
        for (const word of words) {
          const [, option] = /^--([\w-]+)/.exec(word) ?? [];
          if (option !== undefined && !known.has(optionName(option))) {
            wrong.push(`${page}: flow ${line}`);
          }
        }
      } catch (error) {
        wrong.push(`${page}: flow ${line}: ${(error as Error).message}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("the README has the two commands that everything starts with", () => {
  const lines = codeOf("README.md");
  for (const task of ["demo", "test"]) {
    assert.ok(lines.includes(`npx --yes deno task ${task}`), task);
  }
});

Deno.test("what the documents show of flows passes its check", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const files = pages.flatMap((page) =>
      [...textOf(page).matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code!)
        .filter((code) => /^export (default )?class \w+ extends FlowSpec/m.test(code))
        .map((code, at) => ({ name: `${page.replaceAll("/", "_")}_${at}.ts`, page, code }))
    );
    assert.notEqual(files.length, 0);
    for (const { name, page, code } of files) {
      await Deno.writeTextFile(`${dir}/${name}`, code);
      const { code: status, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", "cli/main.ts", "check", `${dir}/${name}`],
        cwd: ROOT,
        env: { NO_COLOR: "1" },
      }).output();
      const said = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
      assert.equal(status, 0, `${page}: ${said}`);
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
