import { type Stats, unwatchFile, watchFile } from 'node:fs';

const INTERVAL_MS = 500;

/**
 * Calls back after any of the files was written, replaced, created or removed. They are looked at twice a second, which
 * network file systems support as well: other machines' writes are announced by none of them.
 */
export function watchFiles(paths: Promise<readonly string[]>, onChange: () => void): () => void {
  const listener = (now: Stats, before: Stats) => {
    if (now.ino !== before.ino || now.size !== before.size || now.mtimeMs !== before.mtimeMs) onChange();
  };
  let watched: readonly string[] = [];
  let stopped = false;
  paths.then(
    (found) => {
      if (stopped) return;
      watched = found;
      for (const path of found) watchFile(path, { interval: INTERVAL_MS, persistent: false }, listener);
    },
    // Who cannot tell where the files are cannot read them either, and says so.
    () => undefined,
  );
  return () => {
    stopped = true;
    for (const path of watched) unwatchFile(path, listener);
  };
}
