// Where the program may keep what it made for itself. Whoever can write there can have it run what they like, so it is the
// user's own folder or none.
const { mkdirSync, lstatSync } = process.getBuiltinModule('node:fs');

/**
 * A folder that is the user's own, with nobody else to write in it; it is made where it is missing and the one above it is
 * there. Null where it cannot be had. What leads to it may be links, it is none itself.
 * @param {string} path absolute @param {number | undefined} user the process' own, undefined on systems without
 * @returns {string | null}
 */
export function ownFolder(path, user) {
  try {
    if (!lstatSync(path, { throwIfNoEntry: false })) mkdirSync(path, 0o700);
  } catch {
    // It cannot be, or another start made it just now.
  }
  try {
    const found = lstatSync(path);
    return found.isDirectory() && isOwn(found, user) ? path : null;
  } catch {
    return null;
  }
}

/**
 * Whether a file or folder belongs to the user, and nobody else may write to it.
 * @param {{ readonly uid: number, readonly mode: number }} found @param {number | undefined} user
 */
export const isOwn = ({ uid, mode }, user) => user === undefined || (uid === user && (mode & 0o022) === 0);

/**
 * The program's folder in the user's cache folder, as XDG has it; null where there is none.
 * @param {Readonly<Record<string, string | undefined>>} env @param {number | undefined} user @returns {string | null}
 */
export function userCache({ XDG_CACHE_HOME, HOME }, user) {
  const cache = XDG_CACHE_HOME?.startsWith('/') ? XDG_CACHE_HOME : HOME?.startsWith('/') ? `${HOME}/.cache` : null;
  if (cache === null) return null;
  // In a folder of somebody else's, as with their HOME under sudo, ours would shut them out of theirs.
  return ownFolder(cache, user) === null ? null : ownFolder(`${cache}/ringdeck`, user);
}

/**
 * Where Node keeps what it compiled: beside the program, else in the user's cache folder. Node makes folders until there is
 * one, which never comes to an end in /proc: it is given one that is there.
 * @param {string} dist the program's folder @param {Readonly<Record<string, string | undefined>>} env
 * @param {number | undefined} user @returns {string | null}
 */
export function compileCache(dist, env, user) {
  const own = ownFolder(`${dist}/compiled`, user);
  if (own !== null) return own;
  const cache = userCache(env, user);
  return cache === null ? null : ownFolder(`${cache}/compiled`, user);
}
