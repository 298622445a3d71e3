import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Whether a Node has node:sqlite, whose file locks the ring store uses, without a flag. @param {string} version */
export function isModern(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 4) || (major === 22 && minor >= 13);
}

/** Path of a Node that is new enough: this one, or the one the repository brings from npm. */
export function modernNode() {
  if (isModern(process.versions.node)) return process.execPath;
  const root = fileURLToPath(new URL('..', import.meta.url));
  const bundled = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const brought = existsSync(bundled);
  if (brought && spawnSync(bundled, ['--version']).status === 0) return bundled;
  const remedy = brought
    ? 'the one the repository brings does not run here, as on a Linux without glibc: install a newer Node.'
    : 'install a newer Node, or run "npm start" once, which brings one on Linux.';
  console.error(`ringdeck needs Node 22.13, 23.4 or newer and this is ${process.version}; ${remedy}`);
  process.exit(4);
}
