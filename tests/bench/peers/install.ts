import { peersFolder } from "./installed.ts";

/** Installs all peers into a folder outside of the repository, and gives the exit code. */
export async function installPeers(): Promise<number> {
  const folder = peersFolder();
  const npm = `${folder}/npm`;
  await Deno.mkdir(npm, { recursive: true });
  // So that npm takes this folder, and not one above it.
  await Deno.writeTextFile(`${npm}/package.json`, '{ "private": true }\n');
  const packages = ["@restatedev/restate-server", "@restatedev/restate-sdk"];
  const commands: [program: string, args: string[]][] = [
    ["python3", ["-m", "venv", `${folder}/python`]],
    [`${folder}/python/bin/pip`, ["install", "metaflow", "snakemake"]],
    ["npm", [
      "install",
      "--prefix",
      npm,
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      ...packages,
    ]],
  ];
  for (const [program, args] of commands) {
    console.log(`${program} ${args.join(" ")}`);
    const { code } = await new Deno.Command(program, { args, stdin: "null" }).spawn().status;
    if (code !== 0) return code;
  }
  console.log(`Installed in ${folder}`);
  return 0;
}
