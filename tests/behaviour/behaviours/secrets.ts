import assert from "node:assert/strict";
import { expectArtifact } from "../expect.ts";
import { ENVIRONMENT } from "../ways/way.ts";
import type { CalmBehaviour } from "./behaviour.ts";

const SECRET = ENVIRONMENT.MATRIX_SECRET;

/** Every other step has a secret, tries to keep and to print it, and fails to. */
export const secrets: CalmBehaviour = {
  name: "secrets",

  add: () => ({
    imports: ["secrets"],
    members: "secretLength!: number | string;\nsecretKept!: string;",
    onStep: (_, position) => ({
      decorators: position % 2 === 0 ? [`@secrets(["MATRIX_SECRET"])`] : [],
      code: `let secret = "none";
        try {
          secret = Deno.env.get("MATRIX_SECRET")!;
          this.secretLength = secret.length;
        } catch (error) {
          this.secretLength = (error as Error).name;
        }
        this.secretKept = \`it is \${secret}\`;
        console.log(\`secret: \${secret}\`);`,
    }),
  }),

  check(seen, { model, stage, ended, look }) {
    const has = (step: string) => model.steps.findIndex(({ name }) => name === step) % 2 === 0;
    expectArtifact(seen, "secretLength", ({ step }) => has(step) ? SECRET.length : "NotCapable");
    expectArtifact(seen, "secretKept", ({ step }) => has(step) ? "it is [secret]" : "it is none");
    for (const { key, step, stdout } of seen.tasks) {
      const said = stdout.filter((line) => line.startsWith("secret: "));
      assert.deepEqual(said, [`secret: ${has(step) ? "[secret]" : "none"}`], key);
    }
    assert.ok(!JSON.stringify([seen, ended.events]).includes(SECRET), "the secret is told");
    if (look === "database") assert.deepEqual(stage.lab.filesWith(SECRET), []);
  },
};
