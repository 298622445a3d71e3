import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patternsSchema } from '../../../src/report/schema/patterns.ts';
import { millis, nanos, nanosOf } from '../../../src/units.ts';
import { LokiStandIn } from '../../../stack/loki/server.ts';
import { LogStore, type NewLine } from '../../../stack/loki/store.ts';
import { Desk } from '../../desk.ts';

/** Whole seconds, half an hour ago. */
const START = Math.floor(Date.now() / 1000) - 1800;
const SECOND = 1_000_000_000n;

describe('ringdeck patterns', () => {
  const store = new LogStore();
  const loki = new LokiStandIn(store);
  let desk: Desk;
  let patterns: (...args: string[]) => ReturnType<Desk['ringdeck']>;

  beforeAll(async () => {
    await loki.start();
    const lines: NewLine[] = [];
    for (let second = 0; second < 1200; second += 1) {
      const say = (version: string, text: string, place: number) =>
        lines.push({
          labels: { job: `supersmartmatch-${version}`, pod: `${version}-${second % 2}` },
          text,
          at: nanos(nanosOf(millis((START + second) * 1000)) + (BigInt(place) * SECOND) / 10n),
        });
      for (let i = 0; i < 9; i += 1) say('v1', `{"level":"info","msg":"match ${second} served","n":${i}}`, i);
      say('v2', `{"level":"info","msg":"match ${second} served"}`, 1);
      if (second % 20 === 0)
        for (const version of ['v1', 'v2']) say(version, `{"level":"error","msg":"upstream ${second} timed out"}`, 2);
      if (second > 600 && second % 10 === 0)
        say('v2', `{"level":"error","msg":"index of shard ${second} is not loaded","token":"hunter2"}`, 3);
    }
    store.push(lines);
    desk = new Desk(['-c', 'supersmartmatch', '--prometheus', 'http://127.0.0.1:1', '--loki', loki.url]);
    patterns = (...args) => desk.ringdeck(['patterns', ...args]);
  });
  afterAll(async () => {
    desk.remove();
    await loki.stop({ abruptly: true });
  });

  it('prints what is new with an example and the query that opens it, and exits 1 for an error', async () => {
    const { code, out, err } = await patterns();
    expect(err).toMatch(/^ringdeck: requests are not known, growth is not judged: /);
    expect(out).toContain('V2 logs an error that V1 never logged, 59 lines');
    expect(out).toMatch(/^new +error +0 +59 +index of shard <num> is not loaded$/m);
    expect(out).toContain('{job="supersmartmatch-v2"} |= "index" |= "shard" |= "not" |= "loaded"');
    expect(out).not.toContain('hunter2');
    expect(code).toBe(1);
  });

  it('gives the same as JSON', async () => {
    const { out } = await patterns('--format', 'json');
    const answer = patternsSchema.parse(JSON.parse(out));
    expect(answer?.findings).toMatchObject([{ kind: 'new', lines: { baseline: 0, candidate: 59 }, state: 'warn' }]);
    expect(answer).toMatchObject({ per: 'line', state: 'warn', lines: { baseline: 10_860, candidate: 1319 } });
  });

  it('exits 0 where nothing is found', async () => {
    const { code, out } = await patterns('--to', `${START + 600}`, '--since', '10m');
    expect([code, out.split('\n')[0]]).toEqual([0, 'V2 logs nothing new']);
  });

  it('compares what was logged before a time with what was since', async () => {
    const { code, out, err } = await patterns('--split', `${START + 600}`, '--to', `${START + 1200}`, '--since', '10m');
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^an error that was never logged before, 59 lines: index of shard/);
    expect(out).toMatch(/level +before +since +template/);
  });

  it('reads no more lines than it may, and says of how much of the time', async () => {
    const { out } = await patterns('--limit', '2000', '--to', `${START + 600}`, '--since', '10m');
    expect(out.split('\n')[1]).toMatch(/^1,9\d\d and 2\d\d lines, 36\.\d % of the time$/);
  });

  it.each([
    [['--split', '-5m', '--ring', 'canary'], /Give either --split or --ring/],
    [['--ring', 'ring7'], /There is no ring "ring7"/],
    [['--split', '-5m', '--to', '-10m'], /must have begun before/],
  ])('%j is a mistake: exit 4', async (args, words) => {
    const { code, err } = await patterns(...args);
    expect([code, words.test(err)]).toEqual([4, true]);
  });

  it('exits 3 without a server', async () => {
    const alone = desk.ringdeck(['--loki', 'http://127.0.0.1:1', 'patterns']);
    expect((await alone).code).toBe(3);
    expect((await patterns('--ring', 'canary')).code).toBe(3);
  });

  it('needs a profile that says which lines to compare', async () => {
    const file = join(desk.folder, 'bare.yaml');
    writeFileSync(file, 'id: bare\nname: Bare\ndatasources: { prometheus: { url: http://127.0.0.1:1 } }\n');
    const { code, err } = await new Desk(['-c', file, '--loki', loki.url]).ringdeck(['patterns']);
    expect([code, err]).toEqual([
      4,
      'ringdeck: The profile does not say which lines to compare: it has no patterns section.\n',
    ]);
  });
});
