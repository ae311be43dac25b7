import { FLOW_VERSION } from "../../store/version.ts";

/** What the figures were taken on: the machine, and the versions of what is measured. */
export function machine(): string[] {
  const { deno, v8, typescript } = Deno.version;
  const { total } = Deno.systemMemoryInfo();
  const load = Deno.loadavg().map((one) => one.toFixed(2)).join(", ");
  return [
    `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    `${processor()}, ${navigator.hardwareConcurrency} cores, ${(total / 1e9).toFixed(0)} GB, ` +
    `${Deno.build.target}, ${Deno.osRelease()}, load ${load}`,
    `Flow ${FLOW_VERSION}, Deno ${deno}, V8 ${v8}, TypeScript ${typescript}`,
  ];
}

function processor(): string {
  try {
    const text = Deno.readTextFileSync("/proc/cpuinfo");
    return /model name\s*:\s*(.*)/.exec(text)?.[1] ?? Deno.build.arch;
  } catch {
    return Deno.build.arch;
  }
}
