import { rmSync } from 'node:fs';
import { build } from 'esbuild';
import { bundleOptions, outdir } from './bundle.mjs';

rmSync(outdir, { recursive: true, force: true });
await build(bundleOptions);
