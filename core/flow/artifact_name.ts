/** Characters that a name may have. */
const LONGEST = 500;

/** What a name has to be, for people. */
export const NAME_RULE =
  "A name has 1 to 500 characters, no slash and no control characters, and is valid Unicode.";

/**
 * Whether an artifact may be named so. Names stand in pathspecs, in the database and on terminals:
 * one with a NUL would be read back as another.
 */
export function isArtifactName(name: string): boolean {
  return name !== "" && name.length <= LONGEST && !/[/\p{Cc}]/u.test(name) && name.isWellFormed();
}
