/**
 * Imports a module when it is needed, and not a moment before.
 *
 * Deno follows `import("./module.ts")` with a literal when it starts, and reads all that such modules
 * import; npm packages among them make it start Node's machinery too. Of an address that is computed
 * it knows nothing until it is asked for.
 *
 * @param address A URL, or a name of the import map.
 *
 * @example
 * ```ts
 * const { parse } = await lazy<typeof import("@babel/parser")>("@babel/parser");
 * ```
 */
export async function lazy<Module>(address: URL | string): Promise<Module> {
  return await import(String(address)) as Module;
}
