import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const outdir = join(root, 'dist');

/**
 * What of two packages is used, in place of their indexes: undici's loads fetch, WebSocket, caches and mocks too, and zod's
 * the messages of every language, which a short command would have to read.
 */
const PARTS = {
  undici: `
    Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));
    exports.Agent = require('./lib/dispatcher/agent');
    exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');`,
  'zod/v4/locales': '',
};

/** @type {import('esbuild').Plugin} */
const partsOnly = {
  name: 'parts-only',
  setup({ onLoad }) {
    for (const [folder, contents] of Object.entries(PARTS))
      onLoad({ filter: new RegExp(`node_modules/${folder}/index\\.js$`) }, () => ({ contents }));
  },
};

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
  plugins: [partsOnly],
  // CommonJS dependencies ask for Node's modules by require().
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
});
