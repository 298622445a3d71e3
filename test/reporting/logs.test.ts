import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/reporting/schema/report.ts';
import { millis, nanosOf } from '../../src/units.ts';
import { LokiStandIn } from '../../stack/loki/server.ts';
import { LogStore, type NewLine } from '../../stack/loki/store.ts';
import { Desk } from '../desk.ts';

/** Whole seconds, half an hour ago. */
const START = Math.floor(Date.now() / 1000) - 1800;

describe('the logs of a rollout', () => {
  const store = new LogStore();
  const loki = new LokiStandIn(store);
  let desk: Desk;
  let report: Report;

  beforeAll(async () => {
    await loki.start();
    const line = (second: number, version: string, text: string): NewLine => ({
      labels: {
        job: `supersmartmatch-${version}`,
        pod: `${version}-0`,
        detected_level: text.includes('error') ? 'error' : 'info',
      },
      text,
      at: nanosOf(millis((START + second) * 1000)),
    });
    store.push(
      Array.from({ length: 1200 }, (_, second) => [
        ...['v1', 'v2'].map((version) => line(second, version, `{"level":"info","msg":"match ${second} served"}`)),
        ...(second % 10 === 0
          ? [line(second, 'v2', `{"level":"error","msg":"index of shard ${second} is not loaded","token":"hunter2"}`)]
          : []),
      ]).flat(),
    );
    desk = new Desk(['-c', 'supersmartmatch', '--prometheus', 'http://127.0.0.1:9', '--loki', loki.url]);
    report = await desk.json<Report>(['report', 'rollout', '--from', `${START - 60}`, '--to', `${START + 1260}`]);
  });
  afterAll(async () => {
    desk.remove();
    await loki.stop({ abruptly: true });
  });

  it('say what one version logged and the other did not, without secrets', () => {
    expect(report.rollout?.logs.findings).toMatchObject([
      {
        kind: 'new',
        level: 'error',
        template: 'index of shard <num> is not loaded',
        baselineLines: 0,
        candidateLines: 120,
      },
    ]);
    expect(JSON.stringify(report)).not.toContain('hunter2');
  });

  it('count the lines of saved searches, each with the query that Loki answers so', async () => {
    const searches = report.rollout?.logs.searches ?? [];
    const found = searches.map(({ id, lines }) => [id, lines.value ?? lines.unknown?.reason]);
    expect(found).toEqual([
      ['errors', 120],
      ['v2-errors', 120],
      ['v1-errors', 'no-data'],
      ['slow', 'no-data'],
    ]);
    const [first] = searches;
    const { query, at } = first?.lines.asked ?? { query: '', at: '' };
    const form = new URLSearchParams({ query, time: String(nanosOf(millis(Date.parse(at)))) });
    const response = await fetch(`${loki.url}/loki/api/v1/query?${form}`);
    const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
    expect(data.result.map(({ value }) => Number(value[1]))).toEqual([120]);
  });

  it('are told though Prometheus is silent, whose part is unknown', () => {
    expect(report.coverage.unknown?.reason).toBe('unanswered');
    expect(report.rollout?.comparison.map(({ candidate }) => candidate.mean.unknown?.reason)).toEqual(
      report.rollout?.comparison.map(() => 'unanswered'),
    );
    expect(report.rollout?.rings.map(({ unknown }) => unknown?.reason)).toEqual([
      'unanswered',
      'unanswered',
      'unanswered',
    ]);
  });
});
