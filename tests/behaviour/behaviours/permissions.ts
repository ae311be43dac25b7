import { expectArtifact } from "../expect.ts";
import type { CalmBehaviour } from "./behaviour.ts";

/** Every other step may read a file beside the flow; nobody may read another, or anything else. */
export const permissions: CalmBehaviour = {
  name: "permissions",

  add: () => ({
    imports: ["permissions"],
    files: { "open.txt": "open", "shut.txt": "shut" },
    members: "permissionsSeen!: string[];",
    onStep: (_, position) => ({
      decorators: position % 2 === 1 ? [`@permissions({ read: ["open.txt"] })`] : [],
      code: `this.permissionsSeen = [
          () => Deno.readTextFileSync("open.txt"),
          () => Deno.readTextFileSync("shut.txt"),
          () => Deno.writeTextFileSync("open.txt", "written"),
          () => new Deno.Command("true").outputSync(),
          () => Deno.hostname(),
        ].map((act) => {
          try {
            return String(act());
          } catch (error) {
            return (error as Error).name;
          }
        });`,
    }),
  }),

  check(seen, { model }) {
    expectArtifact(seen, "permissionsSeen", ({ step }) => {
      const position = model.steps.findIndex(({ name }) => name === step);
      return [position % 2 === 1 ? "open" : "NotCapable", ...Array(4).fill("NotCapable")];
    });
  },
};
