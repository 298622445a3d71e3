import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/operations/journal/canonical-json.ts';
import { createAlertmanager } from '../../src/sources/alertmanager/alertmanager.ts';
import type { Outcome } from '../../src/sources/error.ts';
import { createLoki } from '../../src/sources/loki/loki.ts';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import type { Labels } from '../../src/sources/prometheus/types.ts';
import { millis, nanos, seconds } from '../../src/units.ts';
import { INHERITED, named } from '../names.ts';
import { json, serve, source } from './serve.ts';

const AT = millis(1_700_000_000_000);
const WINDOW = { from: AT, to: millis(AT + 60_000), step: seconds(15) };

const sets = fc.array(named(fc.constantFrom('ring', '__name__', ...INHERITED), fc.constantFrom('a', 'b')), {
  minLength: 1,
  maxLength: 4,
});

/** The labels that a client read, of whatever the server answers with these. */
type Reading = (url: string) => Promise<readonly Labels[]>;

const value = <T>(outcome: Outcome<T>): T => {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
};

/** Each client reads what the server says of the given label sets as often as there are such sets. */
async function keepsLabels(body: (sets: readonly Labels[], url: string) => unknown, read: Reading): Promise<void> {
  let given: readonly Labels[] = [];
  const server = await serve(({ url }, response) => json(response, body(given, url)));
  await fc.assert(
    fc.asyncProperty(sets, async (labels) => {
      given = labels;
      expect((await read(server.url)).map(canonicalJson)).toEqual(labels.map(canonicalJson));
    }),
    { numRuns: 15 },
  );
}

const success = (resultType: string, result: unknown) => ({ status: 'success', data: { resultType, result } });
const vector = (sets: readonly Labels[]) =>
  success(
    'vector',
    sets.map((metric) => ({ metric, value: [AT / 1000, '1'] })),
  );
const matrix = (sets: readonly Labels[]) =>
  success(
    'matrix',
    sets.map((metric) => ({ metric, values: [[AT / 1000 + 1, '1']] })),
  );

test.each<[string, (sets: readonly Labels[]) => unknown, Reading]>([
  [
    'the value of a query',
    vector,
    async (url) => value(await createPrometheus(source({ url })).instant('x', AT)).samples.map(({ labels }) => labels),
  ],
  [
    'a range',
    matrix,
    async (url) => value(await createPrometheus(source({ url })).range('x', WINDOW)).series.map(({ labels }) => labels),
  ],
  [
    'stored samples',
    matrix,
    async (url) =>
      value(await createPrometheus(source({ url })).raw('x', WINDOW.from, WINDOW.to)).series.map(
        ({ labels }) => labels,
      ),
  ],
  [
    'the value of a LogQL query',
    vector,
    async (url) => value(await createLoki(source({ url })).instant('x', AT)).samples.map(({ labels }) => labels),
  ],
  [
    'a range of LogQL',
    matrix,
    async (url) => value(await createLoki(source({ url })).range('x', WINDOW)).series.map(({ labels }) => labels),
  ],
])('%s keeps every label, whatever its name', (_, body, read) => keepsLabels(body, read));

test('a line keeps every label and field, whatever its name', () =>
  keepsLabels(
    (all) => ({
      status: 'success',
      data: {
        resultType: 'streams',
        encodingFlags: ['categorize-labels'],
        result: all.map((stream, i) => ({
          stream,
          values: [[`${1_700_000_000_000_000_000n + BigInt(i)}`, 'x', { structuredMetadata: stream, parsed: stream }]],
        })),
      },
    }),
    async (url) => {
      const request = { query: '{}', from: nanos(0n), to: nanos(2n ** 62n), direction: 'forward', limit: 4 } as const;
      const read: Labels[] = [];
      for await (const page of createLoki(source({ url })).pages(request))
        for (const { labels, metadata, parsed } of value(page).lines) {
          expect([metadata, parsed].map(canonicalJson)).toEqual([labels, labels].map(canonicalJson));
          read.push(labels);
        }
      return read;
    },
  ));

test('an alert keeps every label and annotation, whatever its name', () =>
  keepsLabels(
    (all, url) =>
      url.includes('/silences')
        ? []
        : all.map((labels, i) => ({
            fingerprint: `f${i}`,
            labels,
            annotations: labels,
            startsAt: '2026-01-01T00:00:00Z',
            updatedAt: '2026-01-01T00:00:00Z',
            status: {},
          })),
    async (url) => {
      const { alerts } = value(await createAlertmanager('am', source({ url })).view());
      return alerts.map(({ labels, annotations }) => {
        expect(canonicalJson(annotations)).toBe(canonicalJson(labels));
        return labels;
      });
    },
  ));
