import assert from "node:assert/strict";
import type { CalmBehaviour } from "./behaviour.ts";

/** What a task prints, on either stream, is its own: to a line that has no end. */
export const logs: CalmBehaviour = {
  name: "logs",

  add: () => ({
    onStep: () => ({
      code: `console.log(\`log: \${place} ü 😀\`);
        console.error(\`log: \${place} to the other stream\`);
        Deno.stdout.writeSync(new TextEncoder().encode(\`log: begun by \${place}\`));
        console.log(", and ended");`,
    }),
  }),

  check(seen, { ended }) {
    for (const { key, step, number, stdout, stderr } of seen.tasks) {
      const out = [`log: ${key} ü 😀`, `log: begun by ${key}, and ended`];
      assert.deepEqual(stdout.filter((line) => line.startsWith("log: ")), out);
      const err = [`log: ${key} to the other stream`];
      assert.deepEqual(stderr.filter((line) => line.startsWith("log: ")), err);
      const told = ended.events.flatMap((event) =>
        event.type === "log" && event.step === step && event.task === String(number) &&
          event.stream === "stdout"
          ? [event.text]
          : []
      ).join("").split("\n").filter((line) => line.startsWith("log: "));
      assert.deepEqual(told, out);
    }
  },
};
