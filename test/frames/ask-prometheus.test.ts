import { expect, test } from 'vitest';
import { askPrometheus, type PrometheusSource } from '../../src/frames/ask-prometheus.ts';
import { promql, type Query } from '../../src/profile/query.ts';
import { failed, type Outcome, type SourceErrorKind, succeeded } from '../../src/sources/error.ts';
import { millis } from '../../src/units.ts';

const EXPRS = Array.from({ length: 20 }, (_, i) => promql(`q${i}`));
const never = new AbortController().signal;
const fine = succeeded({ samples: [], warnings: [] });
const error = (kind: SourceErrorKind) => failed({ kind, message: kind });

/** A server that answers by the number of the question. */
const server = (answer: (n: number, signal: AbortSignal | undefined) => Promise<Outcome<never>> | typeof fine) => {
  let asked = 0;
  const source: PrometheusSource = {
    instant: async (_expr, _at, signal) => answer(asked++, signal),
    range: async () => succeeded({ series: [], warnings: [] }),
    raw: async () => succeeded({ series: [], warnings: [] }),
  };
  const ask = (deadline = never, exprs: readonly Query[] = EXPRS) =>
    askPrometheus(source, { exprs, ranges: [], at: millis(0), deadline });
  return { ask, asked: () => asked };
};
const answered = (outcome: Awaited<ReturnType<typeof askPrometheus>>) =>
  outcome.ok ? outcome.value.queries.filter(({ outcome: { ok } }) => ok).length : outcome.error.kind;

test.each(['server', 'rate-limited', 'timeout', 'too-large', 'unreachable'] as const)(
  'one %s answer, though the first, leaves the others',
  async (kind) => {
    const { ask } = server((n) => (n === 0 ? Promise.resolve(error(kind)) : fine));
    expect(await ask().then(answered)).toBe(19);
  },
);

test.each(['server', 'rate-limited', 'timeout', 'bad-body', 'too-large'] as const)(
  'nothing but %s answers is a server that is down',
  async (kind) => {
    const { ask, asked } = server(async () => error(kind));
    expect(await ask().then(answered)).toBe(kind);
    expect(asked()).toBe(20);
  },
);

test.each(['unreachable', 'tls', 'unauthorized'] as const)(
  'a server that is %s is not asked for the rest',
  async (kind) => {
    const { ask, asked } = server(async () => error(kind));
    expect(await ask().then(answered)).toBe(kind);
    expect(asked()).toBeLessThanOrEqual(6);
  },
);

test('a server is up that refuses what it is asked, and is not well while something else answers too', async () => {
  const standing = async (answers: readonly SourceErrorKind[]) => {
    const outcome = await server(async (n) => error(answers[n % answers.length] ?? 'server')).ask();
    return outcome.ok ? outcome.value.lacking?.message : 'down';
  };
  expect(await standing(['bad-query'])).toBe('every query is refused: bad-query');
  expect(await standing(['bad-query', 'bad-body'])).toBe('bad-body');
});

test('a profile without queries asks one all the same: no answer is no server that is up', async () => {
  const ask = async (answer: Outcome<never> | typeof fine) => {
    const { ask, asked } = server(async () => answer as Outcome<never>);
    const outcome = await ask(never, []);
    return [asked(), outcome.ok, outcome.ok && outcome.value.queries];
  };
  expect(await ask(fine)).toEqual([1, true, []]);
  expect(await ask(error('bad-body'))).toEqual([1, false, false]);
});

test('a server that hangs holds up the whole round for one deadline, and what it answered before is kept', async () => {
  const deadline = new AbortController();
  const { ask, asked } = server((n, signal) => {
    if (n < 3) return fine;
    return new Promise((resolve) => signal?.addEventListener('abort', () => resolve(error('aborted'))));
  });
  const round = ask(deadline.signal);
  await new Promise((resolve) => setImmediate(resolve));
  deadline.abort();
  const outcome = await round;
  expect(answered(outcome)).toBe(3);
  expect(asked()).toBe(9);
  const last = outcome.ok ? outcome.value.queries[19]?.outcome : undefined;
  expect(last).toMatchObject({ ok: false, error: { kind: 'timeout' } });
});
