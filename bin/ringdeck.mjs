// What bin/ringdeck becomes. Plain JavaScript that an older Node understands, so that it can tell that it is too old.
import { mkdirSync, statSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isModern } from '../scripts/node.mjs';

if (!isModern(process.versions.node)) {
  console.error(
    `ringdeck: it needs Node 22.13, 23.4 or newer, and this is ${process.version}. Run "npm run build" once.`,
  );
  process.exit(4);
}
// Node prints warnings as they are; the program tells of them itself.
process.removeAllListeners('warning');
// "npm start" keeps a channel open. When it is gone, killed perhaps, nobody waits for this process any more: it must not go
// on drawing over the shell.
const hangUp = () => process.kill(process.pid, 'SIGHUP');
if (process.send && !process.connected) hangUp();
process.once('disconnect', hangUp);
process.channel?.unref();
/** @param {string} path of what may still have to be made */
function isFolder(path) {
  try {
    mkdirSync(path);
  } catch {
    // It was there before, or cannot be.
  }
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
// Node makes folders until there is one, which never comes to an end in /proc: it is given one that is there.
const cache = join(tmpdir(), 'node-compile-cache');
if (isFolder(cache)) module.enableCompileCache(cache);
await import(new URL('../dist/cli.js', import.meta.url).href);
