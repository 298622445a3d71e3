import { expect, test } from 'vitest';
import type { LogAnswers } from '../../../src/logs/recorded-loki.ts';
import { LogSession } from '../../../src/session/logs/session.ts';
import { failed, succeeded } from '../../../src/sources/error.ts';
import { millis } from '../../../src/units.ts';
import { FakeTimer } from '../../fake-timer.ts';

/** A Loki without lines, which keeps what it was asked. */
function silentLoki(): LogAnswers & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async *pages({ query }: { readonly query: string }) {
      asked.push(query);
      yield failed({ kind: 'unreachable', message: 'refused' });
    },
    range: async () => succeeded({ series: [], warnings: [] }),
    labelNames: async () => succeeded([]),
    labelValues: async () => succeeded([]),
  } as unknown as LogAnswers & { asked: string[] };
}

test('a search is asked of the Loki that it names, and what names none of the first', () => {
  const [first, other] = [silentLoki(), silentLoki()];
  const others = new Map([['us-logs', other]]);
  const session = new LogSession({ loki: first, others, clock: new FakeTimer(), searches: [], labels: {} });
  const open = (query: string, server?: string) => {
    const window = { from: millis(0), to: millis(60_000), at: null };
    session.run({ do: 'open', request: { about: '', query, server, ...window } });
  };
  open('{a="1"}');
  open('{a="2"}', 'us-logs');
  session.run({ do: 'again' });
  expect(new Set(first.asked)).toEqual(new Set(['{a="1"}']));
  expect(new Set(other.asked)).toEqual(new Set(['{a="2"}']));
  expect(session.scene()?.server).toBe('us-logs');
  session.run({ do: 'close' });
});
