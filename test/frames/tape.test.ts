import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Frame } from '../../src/frames/frame.ts';
import { encodeFrame, TapeError, unpackTape } from '../../src/frames/tape.ts';
import { succeeded } from '../../src/sources/error.ts';
import { millis } from '../../src/units.ts';
import { packTape } from './pack.ts';

const frame = (at: number, value: number): Frame => ({
  at: millis(at),
  queries: { up: succeeded({ samples: [{ labels: { value: 'NaN', $: '1' }, value }], warnings: [] }) },
  backfills: [],
  alertmanagers: {},
  sources: [],
});

test('frames come back as they were, with every number JSON does not know', async () => {
  const number = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, -0));
  await fc.assert(
    fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 5 }), async (values) => {
      const frames = values.map((value, i) => frame(i, Object.is(value, -0) ? 0 : value));
      const tape = await unpackTape(await packTape({ id: 'p' }, frames.map(encodeFrame)), 'x.tape');
      expect(tape).toEqual({ profile: { id: 'p' }, frames });
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['garbage', Buffer.from('no tape'), 'x.tape is not a ringdeck tape, or it was cut off.'],
  ['an empty file', Buffer.alloc(0), 'x.tape is not a ringdeck tape, or it was cut off.'],
])('%s is refused with a sentence', async (_, file, message) => {
  await expect(unpackTape(file, 'x.tape')).rejects.toThrow(new TapeError(message));
});

test('a tape that was cut off is refused', async () => {
  const whole = await packTape({}, [encodeFrame(frame(0, 1)), encodeFrame(frame(1, 2))]);
  for (const length of [1, whole.length >> 1, whole.length - 1]) {
    await expect(unpackTape(whole.subarray(0, length), 'x.tape')).rejects.toThrow(TapeError);
  }
});

test('a line that is no frame is named', async () => {
  await expect(unpackTape(await packTape({}, [encodeFrame(frame(0, 1)), '{"at":"now"}']), 'x.tape')).rejects.toThrow(
    'x.tape: line 3 is not a frame.',
  );
});
