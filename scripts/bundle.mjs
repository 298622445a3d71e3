import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const outdir = join(root, 'dist');

/** What esbuild is asked for: src/ into dist/, one entry, one chunk for each lazily imported command. */
export const bundleOptions = /** @satisfies {import('esbuild').BuildOptions} */ ({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  jsx: 'automatic',
  // Half of the text is white space, and reading it was a tenth of a short command. Names stay: they stand in reports of crashes.
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  // Development builds of React keep every render's measurements: a room that runs for days would leak.
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: {
    'react-devtools-core': `${root}/scripts/no-devtools.mjs`,
    // Its CommonJS form asks for its parts in a way no bundler can follow.
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
  },
  // CommonJS dependencies ask for Node's modules by require().
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
});
