import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Loaded before a program, as `--import` does: leaves at its end how much code it loaded of its own.
const file = process.env.RINGDECK_BENCH_LOADS;
if (file === undefined) throw new Error('RINGDECK_BENCH_LOADS names no file.');
const loads: Loads = { files: 0, bytes: 0 };
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url.startsWith('file:') && loaded.source) {
      loads.files += 1;
      loads.bytes += Buffer.byteLength(loaded.source);
    }
    return loaded;
  },
});
process.once('exit', () => writeFileSync(file, JSON.stringify(loads)));

interface Loads {
  files: number;
  bytes: number;
}
