import { fileUrl } from "../../../store/path.ts";

/** The part of a `deno.json`, an import map or a `package.json` that names modules. */
export interface ImportMap {
  imports: Record<string, string>;
  scopes: Record<string, Record<string, string>>;
}

/**
 * Takes `imports` and `scopes` out of a configuration, with relative addresses made absolute.
 *
 * @param config The parsed `deno.json` or import map.
 * @param file The file it was read from.
 */
export function importMapOf(config: unknown, file: string): ImportMap {
  const base = fileUrl(file);
  const source = isRecord(config) ? config : {};
  const scopes: Record<string, Record<string, string>> = {};
  for (const [prefix, entries] of Object.entries(isRecord(source.scopes) ? source.scopes : {})) {
    const url = addressOf(prefix, base);
    if (url !== null) scopes[url] = entriesOf(entries, base);
  }
  return { imports: entriesOf(source.imports, base), scopes };
}

/**
 * The dependencies of a `package.json` as an import map: `lodash` is `npm:lodash@^4`.
 * Those that are folders or workspaces are left out.
 */
export function importMapOfPackage(config: unknown): ImportMap {
  const imports: Record<string, string> = {};
  const source = isRecord(config) ? config : {};
  for (const key of ["devDependencies", "dependencies"]) {
    const entries = source[key];
    for (const [name, range] of Object.entries(isRecord(entries) ? entries : {})) {
      if (typeof range !== "string") continue;
      if (/^(npm|jsr):/.test(range)) imports[name] = range;
      else if (!/^[a-z+]+:/.test(range)) imports[name] = `npm:${name}@${range}`;
    }
  }
  return { imports, scopes: {} };
}

/**
 * Applies import maps to a specifier: scopes first, then the longest matching key.
 *
 * @param maps The maps in order of precedence.
 * @param referrer The importing module's URL.
 * @returns The mapped address, or null if no entry names the specifier.
 */
export function mapSpecifier(
  specifier: string,
  referrer: string,
  maps: readonly ImportMap[],
): string | null {
  const keys = [specifier];
  if (/^\.{0,2}\//.test(specifier)) keys.push(new URL(specifier, referrer).href);
  for (const map of maps) {
    const scopes = Object.keys(map.scopes)
      .filter((prefix) =>
        referrer === prefix || (prefix.endsWith("/") && referrer.startsWith(prefix))
      )
      .sort((a, b) => b.length - a.length);
    for (const entries of [...scopes.map((prefix) => map.scopes[prefix]!), map.imports]) {
      for (const key of keys) {
        const found = match(key, entries);
        if (found !== null) return found;
      }
    }
  }
  return null;
}

function match(specifier: string, entries: Record<string, string>): string | null {
  if (Object.hasOwn(entries, specifier)) return entries[specifier]!;
  // Keys that end in a slash, and packages, stand for all that is below them: the longest wins.
  for (let cut = specifier.lastIndexOf("/"); cut > 0; cut = specifier.lastIndexOf("/", cut - 1)) {
    const folder = specifier.slice(0, cut + 1);
    if (Object.hasOwn(entries, folder)) return entries[folder]! + specifier.slice(cut + 1);
    const name = specifier.slice(0, cut);
    const target = Object.hasOwn(entries, name) ? entries[name]! : "";
    if (/^(npm|jsr):/.test(target)) return target + specifier.slice(cut);
  }
  return null;
}

function entriesOf(value: unknown, base: URL): Record<string, string> {
  const entries: Record<string, string> = {};
  for (const [key, target] of Object.entries(isRecord(value) ? value : {})) {
    const address = typeof target === "string" ? addressOf(target, base) : null;
    if (address === null) continue;
    entries[/^\.{0,2}\//.test(key) ? new URL(key, base).href : key] = address;
  }
  return entries;
}

function addressOf(target: string, base: URL): string | null {
  // Parsing a URL takes longer than all else here, and these stay as they are.
  if (/^(npm|jsr|node):/.test(target)) return target;
  try {
    return /^\.{0,2}\//.test(target) ? new URL(target, base).href : new URL(target).href;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
