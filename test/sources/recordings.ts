import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import type { Timer } from '../../src/clock.ts';
import { millis } from '../../src/units.ts';

const folder = new URL('../../fixtures/loki/', import.meta.url);

const response = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string().default(''),
});
const request = z.object({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
});
const exchange = z.object({ request, response });
export type Recording = z.infer<typeof exchange>;

const frame = z.object({
  dir: z.enum(['server', 'client', 'event']),
  opcode: z.string(),
  payload: z.string().default(''),
  code: z.number().default(1005),
  reason: z.string().default(''),
});
export type RecordedFrame = z.infer<typeof frame>;

/** Every recording there is, by file name, with the status it shows. */
export const INDEX: readonly { readonly file: string; readonly status: number; readonly note: string }[] = z
  .array(z.object({ file: z.string(), status: z.number(), note: z.string() }))
  .parse(JSON.parse(readFileSync(new URL('index.json', folder), 'utf8')));

export function recording(file: string): Recording {
  return exchange.parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

/** A WebSocket session: the exchange that opened it and its frames. */
export function recordedTail(file: string): Recording & { readonly frames: readonly RecordedFrame[] } {
  const plain = new URL(file, folder);
  const text = existsSync(plain)
    ? readFileSync(plain, 'utf8')
    : gunzipSync(readFileSync(new URL(`${file}.gz`, folder))).toString('utf8');
  const [first = '', ...rest] = text.trim().split('\n');
  return { ...exchange.parse(JSON.parse(first)), frames: rest.map((line) => frame.parse(JSON.parse(line))) };
}

/** What the recorded request asked for: of the address, or of the form. */
export function askedOf({ request: { path, body, method } }: Recording): URLSearchParams {
  return method === 'POST' ? new URLSearchParams(body) : new URL(path, 'http://loki').searchParams;
}

/** A timer whose time passes by itself as soon as somebody waits, and what was waited for, in milliseconds. */
export class HastyTimer implements Timer {
  readonly waits: number[] = [];
  #now: number;
  constructor(now: number) {
    this.#now = now;
  }
  now() {
    return millis(this.#now);
  }
  after(milliseconds: number, callback: () => void) {
    // Watching for silence is no waiting.
    if (milliseconds === 15_000) return () => {};
    this.waits.push(milliseconds);
    const immediate = setImmediate(() => {
      this.#now += milliseconds;
      callback();
    });
    return () => clearImmediate(immediate);
  }
}
