import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { build } from 'esbuild';

/**
 * What it costs a start to read one more file, as bytes of code that could be read instead: to find, open, compile and link
 * it takes 2 to 3 ms where 100 kB of code that nothing calls take 5.
 */
const FILE = 40_000;

/** What is written, by its path. @typedef {ReadonlyMap<string, import('esbuild').Metafile['outputs'][string]>} Outputs */

/**
 * Has the bundle written in few files. Left to itself, esbuild makes a file of what the same lazily loaded modules share,
 * dozens for one start. Here such a module also imports what it does not need, where that lets files be joined and costs it
 * less than it saves all of them. What imports what stays as it was: there are no new cycles.
 * @type {import('esbuild').Plugin}
 */
export const inFewFiles = {
  name: 'in-few-files',
  async setup({ initialOptions, onLoad, onResolve }) {
    const { plugins = [], absWorkingDir: root = '', ...options } = initialOptions;
    const others = plugins.filter(({ name }) => name !== inFewFiles.name);
    const { metafile } = await build({
      ...options,
      absWorkingDir: root,
      plugins: others,
      metafile: true,
      write: false,
      sourcemap: false,
    });
    const further = joined(new Map(Object.entries(metafile.outputs)), 'src/cli.ts');
    onResolve({ filter: /^further:/ }, ({ path }) => ({ path: path.slice('further:'.length), namespace: 'further' }));
    onLoad({ filter: /.*/, namespace: 'further' }, ({ path }) => ({
      contents:
        further
          .get(path)
          ?.map((file) => `import ${JSON.stringify(importable(root, file))};`)
          .join('\n') ?? '',
      resolveDir: root,
    }));
    onLoad({ filter: /\.(tsx?|mjs)$/ }, ({ path }) => {
      const entry = path.slice(root.length);
      if (!further.has(entry)) return undefined;
      const contents = `${readFileSync(path, 'utf8')}\nimport 'further:${entry}';`;
      return { contents, loader: extname(path) === '.tsx' ? 'tsx' : extname(path) === '.ts' ? 'ts' : 'js' };
    });
  },
};

/** A file of the metafile as something to import; what is none stands there by its namespace. @param {string} root @param {string} file */
function importable(root, file) {
  if (file.startsWith('when-used:')) return file.slice('when-used:'.length);
  return file.startsWith('node:') ? file : join(root, file);
}

/**
 * For each lazily loaded module the files of the source that it is to import further.
 * @param {Outputs} outputs @param {string} first the module that is loaded at every start
 * @returns {ReadonlyMap<string, readonly string[]>}
 */
export function joined(outputs, first) {
  const chunks = [...outputs.keys()].filter((chunk) => chunk.endsWith('.js'));
  const entries = chunks.flatMap((chunk) => {
    const { entryPoint } = outputs.get(chunk) ?? {};
    return entryPoint ? [{ entryPoint, own: chunk, loads: reach(outputs, [chunk]) }] : [];
  });
  const start = entries.find(({ entryPoint }) => entryPoint === first);
  if (!start) throw new Error(`the bundle has no ${first}`);
  const lazy = entries.filter((entry) => entry !== start);
  // Whoever waits for the first module would wait for itself; what it loads is there at every start.
  const always = [...start.loads].filter((chunk) => chunk !== start.own);
  for (const { loads } of lazy) for (const chunk of always) loads.add(chunk);
  const needs = lazy.map(({ loads }) => new Set(loads));
  const owners = new Set(entries.map(({ own }) => own));
  const shared = chunks.filter((chunk) => !owners.has(chunk) && !always.includes(chunk));
  while (joinBest(outputs, lazy, shared));
  return new Map(
    lazy.map(({ entryPoint, loads }, i) => {
      const further = [...loads].filter((chunk) => always.includes(chunk) || !needs[i]?.has(chunk));
      return [entryPoint, further.flatMap((chunk) => Object.keys(outputs.get(chunk)?.inputs ?? {})).filter(isOurs)];
    }),
  );
}

/** What other files alone ask for, as they please, is of theirs. @param {string} file */
const isOurs = (file) => !file.startsWith('node-required:');

/** What is loaded with chunks, themselves included. @param {Outputs} outputs @param {readonly string[]} chunks */
function reach(outputs, chunks) {
  const reached = new Set(chunks);
  for (const chunk of reached)
    for (const { kind, path } of outputs.get(chunk)?.imports ?? [])
      if (kind === 'import-statement' && outputs.has(path)) reached.add(path);
  return reached;
}

/**
 * Joins the two files that it saves most to join: chunks that the same modules load are one file.
 * @param {Outputs} outputs @param {readonly { readonly loads: Set<string> }[]} lazy @param {readonly string[]} shared
 * @returns {boolean} whether there were any
 */
function joinBest(outputs, lazy, shared) {
  const files = filesOf(outputs, lazy, shared);
  /** @type {{ gain: number, loaders: readonly { readonly loads: Set<string> }[], chunks: readonly string[] }} */
  let best = { gain: 0, loaders: [], chunks: [] };
  for (const [i, one] of files.entries())
    for (const other of files.slice(i + 1)) {
      const common = one.loaders.filter((loader) => other.loaders.includes(loader)).length;
      const most =
        FILE * common - (one.loaders.length - common) * other.bytes - (other.loaders.length - common) * one.bytes;
      if (most <= best.gain) continue;
      const loaders = [...new Set([...one.loaders, ...other.loaders])];
      // All that is loaded with either, in whole files: half of one would be another.
      const chunks = [...new Set([...one.needs, ...other.needs])];
      const costs = loaders.map(({ loads }) =>
        chunks.filter((chunk) => !loads.has(chunk)).reduce((sum, chunk) => sum + (outputs.get(chunk)?.bytes ?? 0), 0),
      );
      const gain = FILE * common - costs.reduce((sum, cost) => sum + cost, 0);
      if (gain > best.gain) best = { gain, loaders, chunks };
    }
  for (const { loads } of best.loaders) for (const chunk of best.chunks) loads.add(chunk);
  return best.gain > 0;
}

/** @param {Outputs} outputs @param {readonly { readonly loads: Set<string> }[]} lazy @param {readonly string[]} shared */
function filesOf(outputs, lazy, shared) {
  /** @type {Map<string, { loaders: typeof lazy, chunks: string[] }>} */
  const files = new Map();
  for (const chunk of shared) {
    const loaders = lazy.filter(({ loads }) => loads.has(chunk));
    const key = loaders.map((loader) => lazy.indexOf(loader)).join();
    const file = files.get(key) ?? { loaders, chunks: [] };
    file.chunks.push(chunk);
    files.set(key, file);
  }
  const all = [...files.values()];
  const fileOf = new Map(all.flatMap((file) => file.chunks.map((chunk) => [chunk, file])));
  return all.map(({ loaders, chunks }) => {
    const needs = new Set(chunks);
    for (const chunk of needs)
      for (const needed of reach(outputs, [chunk]))
        for (const whole of fileOf.get(needed)?.chunks ?? []) needs.add(whole);
    return {
      loaders,
      needs: [...needs],
      bytes: chunks.reduce((sum, chunk) => sum + (outputs.get(chunk)?.bytes ?? 0), 0),
    };
  });
}
