import { locateStore } from "../../store/find.ts";
import { FlowError } from "../../store/error.ts";
import { exists, parentPath } from "../../store/path.ts";
import { FLOW_VERSION } from "../../store/version.ts";
import type { GlobalOptions } from "../framework/command.ts";
import { plural } from "../terminal/units.ts";

/** What the doctor found about one thing. `note` is what only some need. */
export interface Finding {
  name: string;
  level: "good" | "note" | "bad";
  text: string;
  hint?: string;
}

const MIN_DENO = [2, 5];

/** Looks at everything that a run needs. */
export async function examine({ store }: GlobalOptions): Promise<Finding[]> {
  const dir = locateStore({ store });
  return [
    { name: "Flow", level: "good", text: FLOW_VERSION },
    examineDeno(),
    await examineStore(dir),
    examineFolder("store folder", dir),
    examineFolder("temporary folder", temporaryFolder()),
    await examineStrictSandbox(),
  ];
}

function examineDeno(): Finding {
  const [major = 0, minor = 0] = Deno.version.deno.split(".").map(Number);
  const recent = major > MIN_DENO[0]! || (major === MIN_DENO[0] && minor >= MIN_DENO[1]!);
  const finding = { name: "Deno", text: `${Deno.version.deno} on ${Deno.build.target}` };
  if (recent) return { ...finding, level: "good" };
  return {
    ...finding,
    level: "bad",
    hint: `Flow needs Deno ${MIN_DENO.join(".")} or later: deno upgrade`,
  };
}

async function examineStore(dir: string): Promise<Finding> {
  const name = "store";
  if (!exists(`${dir}/flow.db`)) {
    return {
      name,
      level: "note",
      text: `none at ${dir} yet`,
      hint: "The first flow run makes one.",
    };
  }
  const { openDatabase } = await import("../../store/metadata/database.ts");
  try {
    const db = openDatabase(dir, { readonly: true });
    try {
      const damage = db.prepare("PRAGMA quick_check(1)").get()?.quick_check;
      const runs = Number(db.prepare("SELECT count(*) AS runs FROM runs").get()!.runs);
      if (damage === "ok") {
        return { name, level: "good", text: `${dir} with ${plural(runs, "run")}` };
      }
      return {
        name,
        level: "bad",
        text: `The database of ${dir} is damaged: ${damage}`,
        hint: "flow store verify tells what can still be read.",
      };
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return { name, level: "bad", text: error.message, ...hint };
  }
}

/** Whether files can be made in a folder, or in the nearest one above that exists. */
function examineFolder(name: string, folder: string): Finding {
  let at = folder;
  while (!exists(at) && parentPath(at) !== at) at = parentPath(at);
  try {
    Deno.removeSync(Deno.makeTempFileSync({ dir: at, prefix: "flow_doctor_" }));
    return { name, level: "good", text: `${at} can be written` };
  } catch (error) {
    return {
      name,
      level: "bad",
      text: `${at} cannot be written: ${error instanceof Error ? error.message : error}`,
      hint: "Runs need to write there. Give yourself the right, or name another folder.",
    };
  }
}

function temporaryFolder(): string {
  return Deno.env.get("TMPDIR") || Deno.env.get("TMP") || Deno.env.get("TEMP") || "/tmp";
}

/** `--sandbox strict` needs bubblewrap, and a kernel that lets it make namespaces. */
async function examineStrictSandbox(): Promise<Finding> {
  const name = "strict sandbox";
  if (Deno.build.os !== "linux") {
    return { name, level: "note", text: "only on Linux; steps run in the sandbox of Deno" };
  }
  try {
    const args = ["--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "true"];
    const output = await new Deno.Command("bwrap", { args, stdin: "null" }).output();
    if (output.success) return { name, level: "good", text: "bwrap works" };
    return {
      name,
      level: "note",
      text: `bwrap fails: ${new TextDecoder().decode(output.stderr).trim()}`,
      hint: "--sandbox strict needs it. Steps run in the sandbox of Deno without it.",
    };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return {
      name,
      level: "note",
      text: "bwrap is not installed",
      hint: "--sandbox strict needs bubblewrap. Steps run in the sandbox of Deno without it.",
    };
  }
}
