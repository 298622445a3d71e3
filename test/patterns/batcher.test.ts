import { describe, expect, it } from 'vitest';
import { Batcher, type SideLine } from '../../src/patterns/batcher.ts';
import { Difference } from '../../src/patterns/difference.ts';
import { ownNames } from '../../src/patterns/own-names.ts';
import { millis } from '../../src/units.ts';
import { poisson, seededRandom } from '../../stack/simulator/random.ts';

const line = (changes: Partial<SideLine> = {}): SideLine => ({
  side: 'baseline',
  second: 1,
  stream: 'pod-1',
  level: 'error',
  text: 'took 3 ms',
  own: [],
  ...changes,
});

describe('a batch', () => {
  it('counts lines, and seconds of streams in which a template was said', () => {
    const { counts, lines, streams } = new Batcher().mine([
      line(),
      line({ text: 'took 4 ms' }),
      line({ stream: 'pod-2' }),
      line({ second: 2 }),
      line({ side: 'candidate', stream: 'pod-3' }),
    ]);
    expect(counts).toMatchObject([{ lines: [4, 1], moments: [3, 1] }]);
    expect([lines, streams]).toEqual([
      [4, 1],
      [2, 1],
    ]);
  });

  it('takes a line that names its own stream for one kind, whatever the stream is called', () => {
    const of = (labels: Record<string, string>, text: string, side: SideLine['side'] = 'baseline') =>
      line({ side, text, own: ownNames({ labels, metadata: {} }) });
    const { counts } = new Batcher().mine([
      of({ pod: 'api-7d9f8b6c5d-x2x4q', job: 'api', version: 'v1' }, 'api-7d9f8b6c5d-x2x4q of api v1 lost its lease'),
      of(
        { pod: 'api-canary-0', job: 'api-canary', version: 'v2' },
        'api-canary-0 of api v2 lost its lease',
        'candidate',
      ),
      of({ instance: 'web-eins', level: 'error' }, 'cannot reach web-eins: error'),
      of({ instance: 'web-zwei', level: 'error' }, 'cannot reach web-zwei: error', 'candidate'),
    ]);
    expect(counts.map(({ lines }) => lines)).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('counts every line once, whatever merges and whatever is forgotten', () => {
    const random = seededRandom(3);
    const words = Array.from({ length: 40 }, (_, i) => String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26)));
    const pick = () => words[Math.floor(random() * words.length)] ?? '';
    const batcher = new Batcher({ templates: 16, variants: 8, similarity: 0.5 });
    const difference = new Difference();
    let read = 0;
    for (let round = 0; round < 20; round += 1) {
      const lines = Array.from({ length: 50 }, () => line({ text: `user ${pick()} did ${pick()} today` }));
      const batch = batcher.mine(lines);
      expect(batch.counts.reduce((sum, { lines: [a, b] }) => sum + a + b, 0)).toBe(50);
      const at = { exposure: { baseline: 1, candidate: 1, seconds: 1 }, from: millis(round), to: millis(round + 1) };
      difference.take(batch, at);
      read += lines.length;
    }
    expect(read).toBe(1000);
    expect(difference.templates).toBeLessThanOrEqual(16);
  });
});

/** Lines as services write them, of which a request says some. */
const SERVICE: readonly (readonly [number, (n: () => number) => string])[] = [
  [1, (n) => `level=info msg="served request" path=/match/${n()} duration=${n()}ms`],
  [0.2, (n) => `{"level":"info","message":"cache miss for key ${n()}","requestId":"${n()}"}`],
  [0.01, (n) => `2026-11-20T21:03:19Z WARN slow query took ${n()} ms on 10.0.0.${n() % 250}`],
  [0.002, (n) => `{"level":"error","message":"upstream timed out","error":"deadline ${n()}ms exceeded"}`],
  [0.0005, (n) => `ERROR retry ${n()} of job ${n()} failed: connection reset by peer`],
  [0.00005, () => 'ERROR cannot renew lease: context canceled'],
];
const V2_ONLY = 'ERROR cannot read field "score" of null in matcher';

it('in lines of an hour the one error that only the candidate says is found in its refresh, and nothing else', () => {
  const random = seededRandom(11);
  const n = () => Math.floor(random() * 100_000);
  const batcher = new Batcher();
  const difference = new Difference({ planned: 360 });
  const [rounds, step, begins] = [360, 10, 330];
  for (let round = 0; round < rounds; round += 1) {
    const requests = { baseline: poisson(90, random), candidate: poisson(10, random) };
    const lines: SideLine[] = [];
    for (const side of ['baseline', 'candidate'] as const) {
      const say = (text: string) =>
        lines.push(line({ side, text, second: round * step + (n() % step), stream: `${side}-${n() % 3}` }));
      for (const [rate, text] of SERVICE) {
        for (let i = poisson(requests[side] * rate, random); i > 0; i -= 1) say(text(n));
      }
      if (side === 'candidate' && round >= begins) for (let i = 0; i < 8; i += 1) say(V2_ONLY);
    }
    difference.take(batcher.mine(lines), {
      exposure: { ...requests, seconds: step },
      from: millis(round * step * 1000),
      to: millis((round + 1) * step * 1000),
    });
    if (round < begins) expect(difference.findings).toEqual([]);
    else
      expect(difference.findings.map(({ kind, template }) => [kind, template])).toEqual([
        ['new', 'ERROR cannot read field <str> of null in matcher'],
      ]);
  }
});
