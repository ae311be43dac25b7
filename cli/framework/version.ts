import { HOME } from "../../store/home.ts";
import { sha256Hex } from "../../store/objects/sha256.ts";
import { FLOW_VERSION } from "../../store/version.ts";

/** What `flow --version` tells: Flow, Deno and V8, and which files this is. */
export function versionLines(): string[] {
  const { deno, v8 } = Deno.version;
  return [`flow ${FLOW_VERSION}`, `deno ${deno}`, `v8 ${v8}`, digest()];
}

/** The digest under which an executable is unpacked. It is the one of the list of its files. */
function digest(): string {
  if (HOME.manifest === null) return `from source: ${decodeURIComponent(HOME.root.pathname)}`;
  try {
    return `sha256:${sha256Hex(Deno.readFileSync(HOME.manifest))}`;
  } catch {
    return "not unpacked from an executable";
  }
}
