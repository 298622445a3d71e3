import { createHash } from 'node:crypto';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, outdir, packageOptions, root } from './bundle.mjs';
import { warmUp } from './warm.mjs';

rmSync(outdir, { recursive: true, force: true });
await build(packageOptions);
const { define } = bundleOptions;
await build({ ...bundleOptions, define: { ...define, 'process.env.RINGDECK_BUILD': JSON.stringify(programId()) } });

await warmUp();

/** Another one after each change of what the program is built of. */
function programId() {
  const files = globSync(['src/**/*.{ts,tsx}', 'bin/*.mjs', 'scripts/*.mjs', 'package-lock.json'], {
    cwd: root,
  }).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('base64url').slice(0, 16);
}
