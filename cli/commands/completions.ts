import { completionScript, type Shell, SHELLS } from "../completion/scripts.ts";
import { defineCommand } from "../framework/command.ts";
import { suggest } from "../framework/suggest.ts";
import { usageError } from "../framework/usage_error.ts";

export default defineCommand({
  description:
    "Prints a script that makes a shell complete flow commands, files, runs, steps and tags.\n" +
    "It belongs where the shell reads its settings.",
  examples: [
    "completions bash >> ~/.bashrc",
    "completions zsh > ~/.zsh/completions/_flow",
    "completions fish > ~/.config/fish/completions/flow.fish",
  ],
  options: {},
  positionals: {
    shell: { help: SHELLS.join(", "), required: true, complete: SHELLS },
  },
  run({ positionals, out }) {
    const shell = SHELLS.find((name) => name === positionals.shell);
    if (shell === undefined) throw unknownShell(positionals.shell);
    out.write(completionScript(shell satisfies Shell));
    return Promise.resolve(0);
  },
});

function unknownShell(name: string): Error {
  const near = suggest(name, SHELLS);
  return usageError(
    `There is no completion for the shell "${name}"`,
    near === undefined ? `There is one for ${SHELLS.join(", ")}.` : `Did you mean ${near}?`,
  );
}
