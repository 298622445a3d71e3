import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBackoff } from '../../../src/sources/http/backoff.ts';
import { addSeconds, millis, seconds } from '../../../src/units.ts';

const START = millis(1_000_000);
const BASE = seconds(5);
const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('a source is asked until it fails, and again as soon as it answered', () => {
  const gate = createBackoff(BASE, () => 0.999);
  expect(gate.shouldTry(START)).toBe(true);
  gate.failed(START);
  expect(gate.shouldTry(START)).toBe(false);
  gate.succeeded();
  expect(gate.shouldTry(START)).toBe(true);
});

test('the longest pause doubles with each failure, up to 15 s', () => {
  const gate = createBackoff(BASE, () => 1);
  let now = START;
  const pauses = Array.from({ length: 6 }, () => {
    gate.failed(now);
    let pause = 0;
    while (!gate.shouldTry(addSeconds(now, seconds(pause)))) pause++;
    now = addSeconds(now, seconds(pause));
    return pause;
  });
  expect(pauses).toEqual([5, 10, 15, 15, 15, 15]);
});

test('after one failure the next refresh asks again, whatever the jitter', () => {
  fc.assert(
    fc.property(jitter, (random) => {
      const gate = createBackoff(BASE, () => random);
      gate.failed(START);
      return gate.shouldTry(addSeconds(START, BASE));
    }),
  );
});

test('it never gives up: after any number of failures a try comes within 15 s', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), jitter, (failures, random) => {
      const gate = createBackoff(BASE, () => random);
      for (let i = 0; i < failures; i++) gate.failed(START);
      return gate.shouldTry(addSeconds(START, seconds(15)));
    }),
  );
});

test('success takes all failures back', () => {
  const gate = createBackoff(BASE, () => 1);
  for (let i = 0; i < 10; i++) gate.failed(START);
  gate.succeeded();
  gate.failed(START);
  expect(gate.shouldTry(addSeconds(START, BASE))).toBe(true);
});

test('a clock that is set back does not silence a source', () => {
  const gate = createBackoff(BASE, () => 1);
  gate.failed(START);
  expect(gate.shouldTry(addSeconds(START, seconds(-3600)))).toBe(true);
});
