import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const outdir = join(root, 'dist');

/**
 * What of two packages is used, in place of some of their files: undici's index loads fetch, WebSocket, caches and mocks too,
 * and zod's the messages of every language, which a short command would have to read.
 */
const PARTS = {
  'undici/index.js': `
    Object.assign(require('./lib/dispatcher/dispatcher').prototype, require('./lib/api'));
    exports.Agent = require('./lib/dispatcher/agent');
    exports.Pool = require('./lib/dispatcher/pool');
    exports.ProxyAgent = require('./lib/dispatcher/proxy-agent');`,
  // Never spoken: what the client of it brings is as much as that of HTTP/1.1.
  'undici/lib/dispatcher/client-h2.js': `module.exports = () => { throw new Error('HTTP/2 is not spoken'); };`,
  // Bodies are texts, and no forms.
  'undici/lib/web/fetch/formdata.js': '',
  'undici/lib/web/fetch/body.js': `exports.extractBody = () => { throw new Error('a body that is a form') };`,
  'undici/lib/web/webidl/index.js': 'exports.webidl = { is: { FormData: () => false } };',
  // For processors that lack what the other one needs.
  'undici/lib/llhttp/llhttp-wasm.js': `module.exports = require('./packages/llhttp.cjs');`,
  'zod/v4/locales/index.js': '',
};

/**
 * What stands in the way of reading less, and what takes its place: the client loads Node's whole server for the length of
 * a header and for bodies that are requests.
 * @type {Readonly<Record<string, readonly (readonly [string, string])[]>>}
 */
const EDITS = {
  'undici/lib/core/util.js': [
    ["const { IncomingMessage } = require('node:http')", "const http = require('node:http')"],
    ['constructor === IncomingMessage', 'constructor === http.IncomingMessage'],
  ],
  'undici/lib/dispatcher/client.js': [
    [
      `const getDefaultNodeMaxHeaderSize = http &&
  http.maxHeaderSize &&
  Number.isInteger(http.maxHeaderSize) &&
  http.maxHeaderSize > 0
  ? () => http.maxHeaderSize
  : () => { throw new InvalidArgumentError('http module not available or http.maxHeaderSize invalid') }`,
      'const getDefaultNodeMaxHeaderSize = () => http.maxHeaderSize',
    ],
  ],
};

/** @param {string} path @param {readonly (readonly [string, string])[]} edits */
function edited(path, edits) {
  return edits.reduce(
    (text, [before, after]) => {
      if (!text.includes(before)) throw new Error(`${path} is another than it was: there is no ${before}`);
      return text.replace(before, () => after);
    },
    readFileSync(path, 'utf8'),
  );
}

/** A path or name as a pattern. @param {string} text */
const literally = (text) => text.replaceAll('.', '\\.');

/** @type {import('esbuild').Plugin} */
const partsOnly = {
  name: 'parts-only',
  setup({ onLoad, onResolve }) {
    for (const [file, contents] of Object.entries(PARTS))
      onLoad({ filter: new RegExp(`node_modules/${literally(file)}$`) }, () => ({ contents }));
    for (const [file, edits] of Object.entries(EDITS))
      onLoad({ filter: new RegExp(`node_modules/${literally(file)}$`) }, ({ path }) => ({
        contents: edited(path, edits),
      }));
    // Ink loads it in development alone.
    onResolve({ filter: /^\.\/devtools\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

/** Node's own modules that it has loaded before it runs anything of ours. */
const THERE = ['buffer', 'events', 'fs', 'module', 'path', 'process', 'timers', 'url', 'util'];

/**
 * Node's own modules, asked for by name. An import of one, as the standard has it, reads each of its properties, and with
 * them loads what Node keeps back until it is wanted: file streams and readline, for node:fs alone.
 * @type {import('esbuild').Plugin}
 */
const builtinsByName = {
  name: 'builtins-by-name',
  setup({ onResolve, onLoad }) {
    const names = new Set(builtinModules);
    onResolve({ filter: /^(node:)?[a-z_/0-9]+$/ }, ({ path, kind }) => {
      const name = path.replace(/^node:/, '');
      if (kind === 'dynamic-import' || !(path.startsWith('node:') || names.has(name))) return undefined;
      return { path: name, namespace: kind === 'require-call' ? 'node-required' : 'node' };
    });
    onLoad({ filter: /.*/, namespace: 'node-required' }, ({ path }) => ({ contents: required(path) }));
    onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({ contents: imported(path) }));
  },
};

/** @param {string} name */
function required(name) {
  const ask = `process.getBuiltinModule('node:${name}')`;
  // What is asserted holds: nothing needs to be loaded to say so.
  if (name === 'assert')
    return `exports = module.exports = (holds, ...said) => holds || ${ask}(holds, ...said); ${whenUsed(builtin(name), ask)}`;
  return name === 'http' ? whenUsed(builtin(name), ask) : `module.exports = ${ask};`;
}

/** Functions load their module when they are called; what nothing imports is left out. @param {string} name */
function imported(name) {
  const lines = Object.entries(Object.getOwnPropertyDescriptors(builtin(name))).map(([key, { value }]) =>
    typeof value === 'function' && /^[a-z]/.test(key) && !THERE.includes(name)
      ? `export const ${key} = (...given) => all().${key}(...given);`
      : `export const ${key} = /* @__PURE__ */ (() => all().${key})();`,
  );
  return [
    `let found; const all = () => (found ??= process.getBuiltinModule('node:${name}'));`,
    ...lines.filter((line) => !line.startsWith('export const default ')),
    'export default /* @__PURE__ */ (() => all())();',
  ].join('\n');
}

/** @param {string} name */
function builtin(name) {
  const found = process.getBuiltinModule(`node:${name}`);
  if (!found) throw new Error(`Node has no module ${name}`);
  return found;
}

/** A module whose parts are there when they are used. @param {object} found as it is now @param {string} ask what gives it then */
const whenUsed = (found, ask) => `
  let loaded;
  for (const name of ${JSON.stringify(Object.keys(found))})
    Object.defineProperty(exports, name, { enumerable: true, get: () => (loaded ??= ${ask})[name] });`;

/**
 * Packages that few runs need, and modules that some system needs in place of another: each is a file of its own, read when
 * something of it is used for the first time, also by functions that cannot wait.
 */
const WHEN_USED = {
  '@grafana/lezer-logql': 'logql',
  'fastest-levenshtein': 'nearest',
  'jsonc-parser': 'jsonc',
  marked: 'marked',
  re2js: 're2',
  'string-width': 'width',
  yaml: 'yaml',
};

/** @type {import('esbuild').Plugin} */
const loadedWhenUsed = {
  name: 'loaded-when-used',
  setup({ onResolve, onLoad }) {
    const names = Object.keys(WHEN_USED).map(literally);
    onResolve({ filter: new RegExp(`^(${names.join('|')})$`) }, ({ path }) => ({ path, namespace: 'when-used' }));
    onLoad({ filter: /.*/, namespace: 'when-used' }, async ({ path }) => {
      const parts = await import(path);
      const ask = `require('./packages/${Object.entries(WHEN_USED).find(([name]) => name === path)?.[1]}.cjs')`;
      // What is one function is called by it; its regular expressions alone take tens of milliseconds.
      if (typeof parts.default === 'function' && Object.keys(parts).length === 1)
        return { contents: `let loaded; export default (...given) => (loaded ??= ${ask}).default(...given);` };
      return { contents: whenUsed(parts, ask) };
    });
    onResolve({ filter: /^\.\/packages\// }, ({ path }) => ({ path, external: true }));
  },
};

/** What esbuild is asked for those. */
export const packageOptions = /** @satisfies {import('esbuild').BuildOptions} */ ({
  absWorkingDir: root,
  entryPoints: {
    ...Object.fromEntries(Object.entries(WHEN_USED).map(([name, file]) => [file, name])),
    llhttp: 'node_modules/undici/lib/llhttp/llhttp-wasm.js',
  },
  outdir: join(outdir, 'packages'),
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node22',
  minify: true,
  legalComments: 'none',
  // Its CommonJS form asks for its parts in a way no bundler can follow.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  logLevel: 'warning',
});

/**
 * Files that run when a module is loaded: those of its chunk and of all that this imports, but not the lazy ones.
 * @param {import('esbuild').Metafile} metafile @param {string} entry @returns {readonly string[]}
 */
export const loadedBy = (metafile, entry) => chunksOf(metafile, entry).flatMap(([, { inputs }]) => Object.keys(inputs));

/**
 * What is read when a module is loaded, by its path, its own file first.
 * @param {Pick<import('esbuild').Metafile, 'outputs'>} metafile @param {string} entry
 */
export function chunksOf({ outputs }, entry) {
  const all = new Map(Object.entries(outputs));
  const start = [...all].find(([, { entryPoint }]) => entryPoint === entry);
  if (!start) throw new Error(`the bundle has no chunk for ${entry}`);
  const chunks = new Map([start]);
  for (const [, { imports }] of chunks)
    for (const { kind, path } of imports) {
      const chunk = all.get(path);
      if (kind === 'import-statement' && chunk) chunks.set(path, chunk);
    }
  return [...chunks];
}

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
  // Reading it is a good part of a short command. Reports of crashes are told in the names of the source.
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  legalComments: 'none',
  // Development builds of React keep every render's measurements: a room that runs for days would leak.
  define: {
    'process.env.NODE_ENV': '"production"',
    // As Node defines them for the copy of undici that it brings: without its second, experimental parser.
    esbuildDetection: 'true',
    'process.env.JEST_WORKER_ID': 'undefined',
  },
  plugins: [partsOnly, builtinsByName, loadedWhenUsed],
  banner: { js: "const require=(path)=>process.getBuiltinModule('node:module').createRequire(import.meta.url)(path);" },
  // What has no effect of its own needs not be in a file that it is not used from.
  logOverride: { 'ignored-bare-import': 'silent' },
  logLevel: 'warning',
});
