import assert from "node:assert/strict";
import { rulesPage } from "./rules_page.ts";

Deno.test("docs/lint-rules.md lists all rules as they are", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/lint-rules.md", import.meta.url));
  // The formatter wraps lines.
  const words = (text: string) => text.replaceAll(/\s+/g, " ").trim();
  assert.equal(
    words(page),
    words(rulesPage()),
    "Write it anew: deno run -A core/lint/rules_page.ts && deno fmt docs/lint-rules.md",
  );
});
