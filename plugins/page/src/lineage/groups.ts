import type { ArtifactInfo, TaskInfo } from "../../../../core/client/reader.ts";

/** A value that an earlier task left, and what the later one sees under its name. */
export type PassedValue = Omit<ArtifactInfo, "base64"> & { becomes: "same" | "other" | "gone" };

/** A task next to the one at hand, and the values between. */
export interface Passed {
  task: TaskInfo;
  artifacts: PassedValue[];
}

/** Tasks of one step that stand together. */
export interface Group {
  step: string;
  tasks: Passed[];
}

/** Tasks of a step up to which each is shown by itself. */
export const FEW = 3;

/** Tasks by their step, in their order. */
export function groupsOf(tasks: readonly Passed[]): Group[] {
  const groups: Group[] = [];
  for (const one of tasks) {
    const last = groups.at(-1);
    if (last?.step === one.task.step) last.tasks.push(one);
    else groups.push({ step: one.task.step, tasks: [one] });
  }
  return groups;
}

/** A name that several tasks left, and what became of it. */
export interface NameSum {
  name: string;
  tasks: number;
  becomes: PassedValue["becomes"];
  /** Of the largest. */
  bytes: number;
}

/** The names that the tasks of a group left, each once. */
export function sumNames({ tasks }: Group): NameSum[] {
  const sums = new Map<string, NameSum>();
  for (const { artifacts } of tasks) {
    for (const { name, becomes, size } of artifacts) {
      const sum = sums.get(name) ?? { name, tasks: 0, becomes, bytes: 0 };
      sum.tasks++;
      sum.bytes = Math.max(sum.bytes, size);
      // What holds for one of them is more than nothing.
      if (becomes === "same" || sum.becomes === "gone") sum.becomes = becomes;
      sums.set(name, sum);
    }
  }
  return [...sums.values()].sort((a, b) => a.name < b.name ? -1 : 1);
}
