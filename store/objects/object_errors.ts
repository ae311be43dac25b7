import { FlowError } from "../error.ts";

/** The error for a digest that the store has nothing for. */
export function missingObject(digest: string, path?: string): FlowError {
  const where = path === undefined ? "" : `: there is no file "${path}"`;
  return new FlowError("object-missing", `Object ${digest} is missing${where}`, {
    hint: "`flow store verify` tells what else is, and which runs need it.",
  });
}

/** The error for an object that is too large to be read at once. */
export function largeObject(digest: string, size: number): FlowError {
  return new FlowError(
    "object-large",
    `Object ${digest} has ${size} bytes: too many to be read here`,
  );
}

/**
 * The error for an object whose bytes are not those that its digest names.
 *
 * @param why What is wrong, to follow a colon.
 * @param path The object's file; left out where it is in the database.
 */
export function damagedObject(
  digest: string,
  why: string,
  path?: string,
  cause?: unknown,
): FlowError {
  const where = path === undefined ? "in the database" : `in file "${path}"`;
  return new FlowError("object-damaged", `Object ${digest} ${where} is damaged: ${why}`, {
    cause,
    hint:
      "`flow store verify` tells what else is, and which runs need it; with `--repair` it sets " +
      "damaged objects aside, and to run their steps again makes them anew.",
  });
}

/**
 * What an error of the file system means for people. Anything else is given back as it is.
 *
 * @param doing What could not be done, such as `write to`.
 */
export function explainFile(error: unknown, doing: string, path: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error ? error.code : undefined;
  const say = (name: string, hint: string) =>
    new FlowError(name, `Cannot ${doing} "${path}" (${error.message})`, { hint, cause: error });
  if (code === "ENOSPC" || code === "EDQUOT") {
    return say("disk-full", "Make room, for example with `flow store gc`, and try again.");
  }
  if (code === "EROFS" || error instanceof Deno.errors.PermissionDenied) {
    return say("store-readonly", "The folder or the file cannot be accessed with your rights.");
  }
  if (code === "EFBIG") {
    return say(
      "file-too-large",
      "The file system or a limit of yours allows no file of that size.",
    );
  }
  if (code === "EIO") {
    return say("store-io", "The disk or the network folder that holds it reported an error.");
  }
  return error;
}
