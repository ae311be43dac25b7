import { expectArtifact } from "../expect.ts";
import { isAt } from "../model/source.ts";
import type { CalmBehaviour } from "./behaviour.ts";
import { needsJoin } from "./needs.ts";

const NAMES = `include: ["agreed", "different", "alone"]`;

/** What all inputs agree on is taken over, a conflict is refused by name, and may be settled. */
export const merge: CalmBehaviour = {
  name: "merge",
  unfit: needsJoin,

  add: ({ tasks, steps }) => ({
    members: `
      agreed!: number[];
      different!: string;
      alone!: string;
      conflict!: string;
      noTrace!: boolean;`,
    onStep(plan) {
      if (plan.join) {
        return {
          code: `try {
              this.merge(inputs, { ${NAMES} });
            } catch (error) {
              this.conflict = (error as Error).message;
            }
            this.noTrace = !("agreed" in this) && !("alone" in this);
            this.different = place;
            this.merge(inputs, { ${NAMES} });`,
        };
      }
      if (plan === steps[0]) return { code: `this.agreed = [1];` };
      const first = tasks.filter(({ step, way }) => step === plan.name && way === 0);
      const alone = first.map((task) => `if (${isAt(task)}) this.alone = "the first way";`);
      return { code: ["this.different = place;", ...alone].join("\n") };
    },
  }),

  check(seen, { model }) {
    expectArtifact(seen, "agreed", () => [1]);
    const joins = new Set(model.joins.map(({ name }) => name));
    const ofJoins =
      (value: (step: string, key: string) => unknown) =>
      ({ step, key }: { step: string; key: string }) =>
        joins.has(step) ? value(step, key) : undefined;
    expectArtifact(
      seen,
      "conflict",
      ofJoins((step) =>
        `Cannot merge "different" in join "${step}": the inputs have different values`
      ),
    );
    expectArtifact(seen, "noTrace", ofJoins(() => true));
    expectArtifact(seen, "different", ofJoins((_, key) => key));
    expectArtifact(seen, "alone", ofJoins(() => "the first way"));
  },
};
