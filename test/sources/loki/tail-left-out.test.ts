import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TailEvent } from '../../../src/sources/loki/types.ts';
import { type Act, ScriptedLoki } from '../scripted-tail.ts';

const MILLISECOND = 1_000_000;

const textsOf = (events: readonly TailEvent[]) =>
  events.flatMap((event) => (event.kind === 'lines' ? event.lines.map(({ text }) => text) : []));

/** Texts that were not given, and those that were given more than once. */
function wrong({ stored }: ScriptedLoki, events: readonly TailEvent[]) {
  const times = new Map<string, number>(stored.map(({ text }) => [text, 0]));
  for (const text of textsOf(events)) times.set(text, (times.get(text) ?? 0) + 1);
  const found = [...times].filter(([, n]) => n !== 1);
  return { lost: found.filter(([, n]) => n === 0).length, doubled: found.filter(([, n]) => n > 1).length };
}
const recoveredOf = (events: readonly TailEvent[]): number =>
  events.reduce((before, event) => (event.kind === 'recovered' ? event.total : before), 0);
const NOTHING = { lost: 0, doubled: 0 };

const leftOut = fc.boolean();
const lines = fc.constant('lines' as const);
/** Some that are close together or in one nanosecond, and more than are named when they are left out. */
const inOrder = fc.oneof(
  fc.record({ do: lines, count: fc.integer({ min: 1, max: 100 }), step: fc.constantFrom(0, 1), leftOut }),
  fc.record({
    do: lines,
    count: fc.integer({ min: 1, max: 1500 }),
    step: fc.constantFrom(50_000, MILLISECOND),
    leftOut,
  }),
  fc.constant<Act>({ do: 'arrive' }),
);
const breaks = fc.oneof(
  { weight: 12, arbitrary: inOrder },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('break' as const), refused: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.constant<Act>({ do: 'fail' }) },
);
const LATENESS = 50 * MILLISECOND;
const late = fc.record({
  do: fc.constant('late' as const),
  count: fc.integer({ min: 1, max: 20 }),
  by: fc.nat(LATENESS),
  leftOut,
});
const LATE: readonly Act[] = [
  { do: 'lines', count: 1, step: 0, leftOut: false },
  { do: 'late', count: 20, by: LATENESS, leftOut: false },
  { do: 'arrive' },
];
const outOfOrder = fc.oneof({ weight: 4, arbitrary: breaks }, { weight: 1, arbitrary: late });
/** Lines remembered: fewer than many a script leaves out, and as with the real ones never four times as many wait. */
const MEMORY = 8000;
const script = (act: fc.Arbitrary<Act>) => fc.array(act, { minLength: 10, maxLength: 40 });

describe('a tail whose server leaves lines out', () => {
  test('gives every line once, however many are left out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(script(inOrder), script(breaks)), fc.constantFrom(50, 100, 300), async (acts, page) => {
        const server = new ScriptedLoki(acts, page);
        const events = await server.follow(MEMORY);
        expect(wrong(server, events)).toEqual(NOTHING);
        // After a break it cannot be told what had been left out.
        if (acts.every((act) => act.do === 'lines' || act.do === 'arrive'))
          expect(recoveredOf(events)).toBe(server.leftOut);
      }),
      { numRuns: 25 },
    );
  });

  test('is exact with the memory it has, and counts what it gave of what was left out', async () => {
    const sent = (count: number): Act => ({ do: 'lines', count, step: 50_000, leftOut: false });
    const skipped = (count: number): Act => ({ do: 'lines', count, step: 50_000, leftOut: true });
    const meanwhile = Array.from({ length: 8 }, () => [sent(3000), skipped(2000)]).flat();
    const more = [sent(100), { do: 'arrive' }, ...meanwhile, sent(1)] as const;
    const server = new ScriptedLoki([sent(5000), { do: 'arrive' }, skipped(52_000), ...more], 1000);
    const events = await server.follow();
    expect(wrong(server, events)).toEqual(NOTHING);
    expect([server.leftOut, recoveredOf(events)]).toEqual([68_000, 68_000]);
  });

  test('says that all is given only once it asks for nothing more of it', async () => {
    const sent: Act = { do: 'lines', count: 100, step: 50_000, leftOut: false };
    const skipped: Act = { do: 'lines', count: 3500, step: 50_000, leftOut: true };
    const server = new ScriptedLoki([sent, { do: 'arrive' }, skipped, sent, { do: 'arrive' }], 1000);
    const events = await server.follow();
    const told = events.flatMap((event) => (event.kind === 'recovered' ? [event] : []));
    expect(told.filter(({ total }) => total < 3500).every(({ settled }) => !settled)).toBe(true);
    expect(told.length).toBeGreaterThan(3);
    expect(told.at(-1)).toEqual({ kind: 'recovered', total: 3500, settled: true });
  });

  test('does so where lines are delivered late, by no more than some were before', async () => {
    await fc.assert(
      fc.asyncProperty(script(outOfOrder), fc.constantFrom(50, 100, 300), async (acts, page) => {
        const server = new ScriptedLoki([...LATE, ...acts], page);
        const events = await server.follow(MEMORY);
        expect(wrong(server, events)).toEqual(NOTHING);
      }),
      { numRuns: 25 },
    );
  });
});
