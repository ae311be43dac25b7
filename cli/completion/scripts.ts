/** The shells for which there is a completion script. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell with a completion script. */
export type Shell = (typeof SHELLS)[number];

const BASH = `_flow() {
  local IFS=$'\\n'
  COMPREPLY=($(flow __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1))
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]]; then compopt -o nospace; fi
}
complete -F _flow flow
`;

const ZSH = `#compdef flow
_flow() {
  local line value
  local -a whole open
  for line in "\${(@f)$(flow __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    value="\${\${line%%$'\\t'*}//:/\\\\:}"
    if [[ $value == */ ]]; then open+=("$value"); else whole+=("$value:\${line#*$'\\t'}"); fi
  done
  (( \${#whole} )) && _describe flow whole
  (( \${#open} )) && _describe flow open -S ''
}
compdef _flow flow
`;

const FISH = `function __flow_complete
  set -l words (commandline -opc)
  flow __complete -- $words[2..-1] "$(commandline -ct)" 2>/dev/null
end
complete -c flow -f -a '(__flow_complete)'
`;

/**
 * The script that makes a shell complete `flow` commands. It asks `flow __complete` each time, so
 * it need not be made anew when commands change.
 */
export function completionScript(shell: Shell): string {
  return { bash: BASH, zsh: ZSH, fish: FISH }[shell];
}
