import { FlowError } from "../../error.ts";
import { transact } from "../../metadata/statement.ts";
import { loadNative, parseDigest } from "../../objects/digest.ts";
import { VerifiedReader } from "../../objects/verified_reader.ts";
import { exists } from "../../path.ts";
import type { Store } from "../../store.ts";
import { objectFiles } from "../files.ts";
import { strayCheck } from "../gc/sweep_files.ts";
import { verifyObjects } from "../verify/verify_objects.ts";
import type { VerifyOptions } from "../verify.ts";

/** What was done about objects. */
export interface RepairedObjects {
  /** Files that the database knew nothing of and knows now. */
  found: number;
  /** Rows of objects that are damaged or missing, which are gone: who needs one is told so. */
  dropped: number;
  /** Where damaged files are now. */
  aside: string[];
}

/** Takes up files that no row stands for, and sets aside what is damaged. */
export async function repairObjects(
  store: Store,
  options: VerifyOptions,
): Promise<RepairedObjects> {
  const { db, dir } = store;
  const aside: string[] = [];
  let found = 0;
  const isStray = strayCheck(db);
  const insert = db.prepare(`INSERT INTO objects (digest, size, coding, data) VALUES (?, ?, ?, NULL)
    ON CONFLICT (digest) DO NOTHING`);
  for (const file of [...objectFiles(dir)].filter(isStray)) {
    const { digest, coding } = file;
    const size = digest === null ? null : await verifiedSize(dir, digest);
    if (size === null) aside.push(setAside(dir, file.path));
    else found += Number(insert.run(digest, size, coding).changes);
  }
  const { faults } = await verifyObjects(store, options);
  transact(db, () => {
    const drop = db.prepare("DELETE FROM objects WHERE digest = ?");
    for (const { digest } of faults) drop.run(digest);
  });
  // Their rows are gone, so that their files are strays now.
  const faulty = new Set(faults.map(({ digest }) => digest));
  for (const { digest, path } of [...objectFiles(dir)]) {
    if (digest !== null && faulty.has(digest)) aside.push(setAside(dir, path));
  }
  return { found, dropped: faults.length, aside };
}

/** Bytes of the content of an object's file, null if that is not what its name says. */
async function verifiedSize(dir: string, digest: string): Promise<number | null> {
  await loadNative(parseDigest(digest).algorithm);
  try {
    let size = 0;
    for (const piece of new VerifiedReader(dir, digest)) size += piece.length;
    return size;
  } catch (error) {
    if (error instanceof FlowError) return null;
    throw error;
  }
}

/** Damaged bytes may still be worth something to somebody. */
function setAside(dir: string, path: string): string {
  const folder = `${dir}/damaged`;
  Deno.mkdirSync(folder, { recursive: true });
  const name = path.slice(`${dir}/objects/`.length).replaceAll("/", "-");
  let aside = `${folder}/${name}`;
  for (let count = 2; exists(aside); count++) aside = `${folder}/${name}.${count}`;
  Deno.renameSync(path, aside);
  return aside;
}
