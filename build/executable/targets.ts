import runtimes from "../runtimes/deno.json" with { type: "json" };

/** A kind of machine that Flow is built for. */
export interface Target {
  /** In the name of the file that is made. */
  name: string;
  /** The package of npm that holds its Deno, as `build/runtimes/deno.json` pins it. */
  runtime: keyof typeof runtimes.imports;
  /** The folder below a home that holds caches; null where a zip is unpacked by hand. */
  caches: string | null;
}

/** All of them. */
export const TARGETS: readonly Target[] = [
  { name: "linux-x64", runtime: "@deno/linux-x64-glibc", caches: ".cache" },
  { name: "linux-arm64", runtime: "@deno/linux-arm64-glibc", caches: ".cache" },
  { name: "macos-x64", runtime: "@deno/darwin-x64", caches: "Library/Caches" },
  { name: "macos-arm64", runtime: "@deno/darwin-arm64", caches: "Library/Caches" },
  { name: "windows-x64", runtime: "@deno/win32-x64", caches: null },
];

/** The target of this machine, or null if Flow is not built for it. */
export function ownTarget(): Target | null {
  const { os, arch } = Deno.build;
  const systems: Record<string, string> = { darwin: "macos", linux: "linux", windows: "windows" };
  const name = `${systems[os]}-${arch === "aarch64" ? "arm64" : "x64"}`;
  return TARGETS.find((target) => target.name === name) ?? null;
}
