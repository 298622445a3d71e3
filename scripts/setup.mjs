import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modernNode } from './node.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} file */
const digest = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Stands in the stamp for as long as an installation runs. */
const INSTALLING = 'installing';

/** Installs what package-lock.json names, unless exactly that was installed before. */
export function ensureDependencies() {
  const modules = join(root, 'node_modules');
  const stamp = join(modules, '.ringdeck-lock');
  const wanted = digest(join(root, 'package-lock.json'));
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (installed === wanted) return;
  // An interrupted installation leaves half-written packages, which npm would take for whole ones.
  if (installed === INSTALLING) rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, INSTALLING);
  console.error('ringdeck: installing dependencies (once)…');
  // Not "npm ci": it refuses a lock file that lacks another platform's optional packages. "--no-save" installs what the
  // lock file names and leaves it as it is. npm's notes go to stderr, so that the task's output stays clean.
  const { status } = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('ringdeck: "npm install" failed, see above.');
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/** Newest change below a folder, in milliseconds. @param {string} folder @returns {number} */
function newest(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}

/** Bundles src/ into dist/ when a source or a dependency is newer than the bundle, and notes the Node that runs it. @param {{force?: boolean}} [options] */
export function ensureBuild({ force = false } = {}) {
  const bundle = join(root, 'dist', 'cli.js');
  const sources = Math.max(
    newest(join(root, 'src')),
    newest(join(root, 'scripts')),
    ...['package.json', 'package-lock.json'].map((file) => statSync(join(root, file)).mtimeMs),
  );
  const node = modernNode();
  if (force || !existsSync(bundle) || statSync(bundle).mtimeMs <= sources) {
    mkdirSync(join(root, 'dist'), { recursive: true });
    const { status } = spawnSync(node, ['scripts/build.mjs'], { cwd: root, stdio: ['ignore', 2, 2] });
    if (status !== 0) process.exit(status ?? 1);
  }
  linkNode(node);
}

/** Leaves bin/ringdeck a link to a Node, for which it would have to ask each there is for its version. @param {string} node */
function linkNode(node) {
  const link = join(root, 'dist', 'node');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(link) === node) return;
  // By another name first: somebody may start the program now.
  const made = `${link}.${process.pid}`;
  symlinkSync(node, made);
  renameSync(made, link);
}
