/** Takes `FILE` or `FILE:ClassName` apart. */
export function splitFlowName(text: string): { path: string; className: string | undefined } {
  const [, path, className] = /^(.*?)(?::([A-Za-z_$][\w$]*))?$/s.exec(text)!;
  return { path: path!, className };
}
