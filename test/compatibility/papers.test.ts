import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLoki } from '../../src/sources/loki/loki.ts';
import { createPrometheus } from '../../src/sources/prometheus/prometheus.ts';
import { millis, nanos } from '../../src/units.ts';
import { serve, source } from '../sources/serve.ts';
import { PAPERS } from './table/papers.ts';
import { ELSEWHERE } from './table/servers.ts';
import { LOKI_2, SHAPES } from './table/shapes.ts';

for (const { name, ask, rows } of PAPERS) {
  describe(name, () => {
    it.each(rows)('$what: $answer', ({ content, answer }) => {
      expect(ask(content)).toBe(answer);
    });
  });
}

describe('the shapes of answers', () => {
  it.each(SHAPES)('$server, $what: $answer', async ({ status, body, answer }) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    const { url } = await serve((_, response) => response.writeHead(status, { 'content-type': type }).end(text));
    const outcome = await createPrometheus(source({ url })).instant('x', millis(1_700_000_000_000));
    if (!outcome.ok) {
      const [kind, words = ''] = /^unknown \((.*?)\): (.*)$/.exec(answer)?.slice(1) ?? [];
      expect(outcome.error.kind).toBe(kind);
      expect(outcome.error.message).toContain(words);
      return;
    }
    const { samples, warnings, partial } = outcome.value;
    expect(partial ? `partial, decides nothing: ${warnings.join('; ')}` : `read: ${samples[0]?.value}`).toBe(answer);
  });
});

it.each(ELSEWHERE.flatMap(({ elsewhere = [] }) => elsewhere))('$claim is held by $file', ({ file, title }) => {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  expect(text).toContain(title);
  expect(text).toContain('RELEASES');
});

it('lines of Loki 2.9 are read, with the labels of their stream', async () => {
  const { url } = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(LOKI_2)),
  );
  const loki = createLoki(source({ url }));
  onTestFinished(() => loki.close());
  const window = { from: nanos(1_699_999_999_000_000_000n), to: nanos(1_700_000_001_000_000_000n) };
  const outcome = await loki.lines({ query: '{app="shop"}', ...window, direction: 'backward', limit: 10 });
  const line = { at: 1_700_000_000_000_000_000n, text: 'level=error no stock', labels: { app: 'shop' } };
  expect(outcome).toMatchObject({ ok: true, value: { lines: [line] } });
});
