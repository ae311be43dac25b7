import { FlowError } from "../../../store/error.ts";
import { absolutePath } from "../../../store/path.ts";
import type { SecretSource } from "../../flow/policy.ts";

/**
 * The value of a secret. It is asked for once a run, in the scheduler; the step gets it by its
 * environment.
 *
 * @param folder What a path is relative to: the flow file's folder.
 * @throws {FlowError} `secret-missing`, which never shows a value.
 */
export async function secretValue(source: SecretSource, folder: string): Promise<string> {
  switch (source.from) {
    case "env": {
      const value = Deno.env.get(source.key);
      if (value !== undefined) return value;
      throw missing(source.name, `the environment has no variable "${source.key}"`);
    }
    case "file":
      try {
        return (await Deno.readTextFile(absolutePath(source.path, folder))).replace(/\r?\n$/, "");
      } catch (error) {
        throw missing(source.name, `"${source.path}" cannot be read (${(error as Error).name})`);
      }
    case "command": {
      const [program, ...args] = source.command;
      let output: Deno.CommandOutput;
      try {
        output = await new Deno.Command(program!, { args, cwd: folder, stderr: "inherit" })
          .output();
      } catch (error) {
        throw missing(source.name, `"${program}" cannot be run (${(error as Error).name})`);
      }
      if (!output.success) throw missing(source.name, `"${program}" ended with ${output.code}`);
      return new TextDecoder().decode(output.stdout).replace(/\r?\n$/, "");
    }
  }
}

function missing(name: string, why: string): FlowError {
  return new FlowError("secret-missing", `Secret "${name}" is not to be had: ${why}`, {
    hint: "Set it where @secrets says that it comes from, and run again.",
    exitCode: 2,
  });
}
