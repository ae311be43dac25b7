/**
 * The second half of unpacking, run by the Deno that the first half has unpacked: lays out all other
 * files, checks everything against the list that the digest is of, and puts the whole in its place.
 * It stands in the text of the executable, so it imports nothing.
 *
 * @module
 */

const [executable, filesAt, filesLength, temp, home, megabytes] = Deno.args as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const cache = home.slice(0, home.lastIndexOf("/"));
const digest = home.slice(cache.length + 1);
/** What an unpacking that was killed has left is nobody's after so many milliseconds. */
const ABANDONED = 60 * 60 * 1000;

function fail(message: string, hint: string): never {
  console.error(`error: ${message}\n  ${hint}`);
  Deno.exit(1);
}

function damaged(what: string): never {
  fail(
    `This file is damaged: "${executable}" ${what}`,
    "Get it again: not all of it has arrived as it was sent.",
  );
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** The files behind the shell's text: the list, an empty line, and the bytes of all but Deno. */
async function readPacked(): Promise<Uint8Array<ArrayBuffer>> {
  using file = Deno.openSync(executable);
  file.seekSync(Number(filesAt), Deno.SeekMode.Start);
  const packed = new Uint8Array(Number(filesLength));
  for (let at = 0; at < packed.length;) {
    const count = file.readSync(packed.subarray(at));
    if (count === null) damaged("ends too early");
    at += count;
  }
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    damaged("cannot be unpacked");
  }
}

/** Makes a file, or what was done in a folder, survive a loss of power. */
async function sync(path: string): Promise<void> {
  using file = await Deno.open(path);
  await file.sync();
}

async function layOut(): Promise<string[]> {
  const bytes = await readPacked();
  const end = bytes.findIndex((byte, at) => byte === 10 && bytes[at + 1] === 10) + 1;
  const manifest = bytes.subarray(0, end);
  if (await sha256(manifest) !== digest) damaged("holds other files than it should");
  const paths: string[] = [];
  const folders = new Set([temp]);
  let at = end + 1;
  for (const line of new TextDecoder().decode(manifest).trimEnd().split("\n")) {
    const [sum, size, path] = line.split(" ") as [string, string, string];
    const file = `${temp}/${path}`;
    Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    for (let end = file.length; end > temp.length; end = file.lastIndexOf("/", end - 1)) {
      folders.add(file.slice(0, file.lastIndexOf("/", end - 1)));
    }
    if (path !== "deno") Deno.writeFileSync(file, bytes.subarray(at, at += Number(size)));
    if (await sha256(Deno.readFileSync(file)) !== sum) {
      damaged(`holds another "${path}" than it should`);
    }
    paths.push(path);
  }
  Deno.writeFileSync(`${temp}/manifest`, manifest);
  Deno.removeSync(`${temp}/unpack.js`);
  // All at the same time: the disk then takes few turns for many small files.
  await Promise.all([...paths, "manifest"].map((path) => sync(`${temp}/${path}`)));
  for (const folder of folders) await sync(folder);
  return [...paths, "manifest"];
}

/** Puts the whole in its place, at once. Where another one did, or files are missing, adds those. */
async function putInPlace(paths: string[]): Promise<void> {
  try {
    Deno.renameSync(temp, home);
  } catch (error) {
    if (!isFolder(home)) throw error;
    // What is there stays: it is the same, and a Deno that runs could start itself no more.
    for (const path of paths) addFile(path);
  }
  await sync(cache);
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

function addFile(path: string): void {
  const file = `${home}/${path}`;
  Deno.mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
  try {
    Deno.linkSync(`${temp}/${path}`, file);
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

function removeAbandoned(): void {
  for (const { name } of Deno.readDirSync(cache)) {
    if (!name.startsWith("unpack-")) continue;
    try {
      const { mtime } = Deno.statSync(`${cache}/${name}`);
      if (Date.now() - mtime!.getTime() > ABANDONED) {
        Deno.removeSync(`${cache}/${name}`, { recursive: true });
      }
    } catch {
      // Another one has just done so.
    }
  }
}

try {
  await putInPlace(await layOut());
  removeAbandoned();
} catch (error) {
  fail(
    `Cannot unpack Flow into "${cache}": ${error instanceof Error ? error.message : error}`,
    `It takes ${megabytes} MB there. Make that possible, or name another folder that you can write ` +
      "to: FLOW_CACHE=/a/folder flow …",
  );
}
