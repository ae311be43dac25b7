/**
 * Where the browser of the tests is. Set `CHROMIUM` to another; with `FLOW_BROWSER=required` tests
 * fail where there is none, and are not skipped.
 *
 * @module
 */

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** The path of Chromium; null where there is none. */
export const CHROMIUM: string | null = find();

/** Whether tests of the page are to be skipped, which is said once. */
export const SKIPPED: boolean = CHROMIUM === null && Deno.env.get("FLOW_BROWSER") !== "required";

if (SKIPPED) {
  console.log(
    "Skipping the tests of the page: there is no Chromium on PATH, and CHROMIUM is not set",
  );
}

function find(): string | null {
  const given = Deno.env.get("CHROMIUM");
  if (given) return given;
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of NAMES) {
      try {
        if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}
