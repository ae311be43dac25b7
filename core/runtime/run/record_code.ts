import { digestAsync, digestSync } from "../../../store/objects/digest.ts";
import type { ObjectStore } from "../../../store/objects/object_store.ts";
import { codeManifest, layOut } from "../../snapshot/code_package.ts";
import type { LoadedFlow } from "./load_flow.ts";

/** Makes the code package: its manifest, and the folder that tasks load it from. */
export async function recordCode(loaded: LoadedFlow, objects: ObjectStore) {
  const { algorithm, dir } = objects;
  const files = loaded.modules.map(({ path, digest, size, bytes }) => ({
    path,
    digest: algorithm === "sha256" ? digest : digestSync(bytes(), algorithm),
    size,
    content: bytes,
  }));
  const { manifest, bytes } = codeManifest(loaded.project.root, loaded.file, files);
  const digest = await digestAsync(bytes, algorithm);
  const contents = new Map(files.map((file) => [file.digest, file.content]));
  const folder = layOut(dir, digest, manifest, (file) => contents.get(file.digest)!());
  return { files, manifest, bytes, digest, folder };
}
