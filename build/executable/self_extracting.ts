import { gzipSync } from "node:zlib";
import { FLOW_VERSION } from "../../store/version.ts";
import type { Contents } from "./contents.ts";
import type { Target } from "./targets.ts";

const LAUNCHER = new URL("launcher.sh", import.meta.url);
/** The file of the contents that the shell unpacks; it unpacks all others. */
const DENO = "deno";

/** What an executable is made of besides its contents. */
export interface ExecutableOptions {
  target: Target;
  /** The version of the Deno inside. */
  deno: string;
  /** What stands in `unpack.ts`, as JavaScript. */
  unpack: string;
}

/**
 * Makes one file that unpacks itself: a shell's script, the compressed files, and Deno, compressed.
 * Equal contents give equal bytes.
 */
export async function selfExtracting(
  { files, manifest, digest }: Contents,
  { target, deno, unpack }: ExecutableOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const others = [...files].filter(([path]) => path !== DENO).map(([, bytes]) => bytes);
  const packed = gzip(joined([new TextEncoder().encode(`${manifest}\n`), ...others]));
  const program = gzip(files.get(DENO)!);
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  const template = await Deno.readTextFile(LAUNCHER);
  const fill = (length: number): Uint8Array<ArrayBuffer> => {
    const values: Record<string, string | number> = {
      VERSION: FLOW_VERSION,
      TARGET: target.name,
      DIGEST: digest,
      CACHES: target.caches!,
      DENO: deno,
      FILES: [...files.keys(), "manifest"].join(" "),
      MEGABYTES: Math.ceil(bytes / 1e6),
      UNPACK: unpack.trimEnd(),
      LENGTH: length + packed.length + program.length,
      FILES_AT: length,
      FILES_LENGTH: packed.length,
      // `tail` counts from one.
      DENO_AT: length + packed.length + 1,
    };
    return new TextEncoder().encode(
      template.replaceAll(/@([A-Z_]+)@/g, (_, name: string) => String(values[name]!)),
    );
  };
  // The text holds numbers that depend on its own length.
  let launcher = fill(0);
  for (let length = -1; length !== launcher.length;) {
    length = launcher.length;
    launcher = fill(length);
  }
  return joined([launcher, packed, program]);
}

function gzip(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes, { level: 9 }));
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
