import { LEVELS, levelOf } from '../../src/logs/level.ts';
import type { LogSessionParts } from '../../src/session/logs/session.ts';
import { succeeded } from '../../src/sources/error.ts';
import type { LogLine, TailEvent } from '../../src/sources/loki/types.ts';
import { type Millis, millis, millisOf, nanosOf } from '../../src/units.ts';

export const logLine = (at: Millis, text: string, more: Partial<LogLine> = {}): LogLine => ({
  at: nanosOf(at),
  text,
  labels: { job: 'api', version: 'v2' },
  metadata: {},
  parsed: {},
  ...more,
});

export type MemoryLoki = LogSessionParts['loki'] & {
  /** Lines that arrive now. */
  push(lines: readonly LogLine[]): void;
  event(event: TailEvent): void;
  /** Queries that were put, in order. */
  readonly asked: readonly string[];
  /** Tails that go on. */
  readonly tails: () => number;
};

/** A Loki with these lines in memory. A query selects every line that holds the text of its `|=` filter. */
export function memoryLoki(stored: readonly LogLine[], page = 100): MemoryLoki {
  let lines = [...stored];
  const asked: string[] = [];
  const waiting = new Set<(event: TailEvent) => void>();
  const passing = (query: string) => {
    const needle = /\|= "(.*?)"/.exec(query)?.[1] ?? '';
    return lines.filter(({ text }) => text.includes(needle));
  };
  return {
    asked,
    tails: () => waiting.size,
    push(more) {
      lines = [...lines, ...more];
      for (const tell of waiting) tell({ kind: 'lines', lines: more });
    },
    event(event) {
      for (const tell of waiting) tell(event);
    },
    async *pages({ query, from, to, direction }, signal) {
      asked.push(`${direction} ${query}`);
      const found = passing(query).filter(({ at }) => at >= from && at < to);
      const ordered = direction === 'forward' ? found : found.toReversed();
      for (let i = 0; i < ordered.length && !signal?.aborted; i += page)
        yield succeeded({ lines: ordered.slice(i, i + page), crowded: [], categorised: true });
    },
    async *tail({ query, from }, signal) {
      asked.push(`tail ${query}`);
      const queue: TailEvent[] = [{ kind: 'lines', lines: passing(query).filter(({ at }) => at >= from) }];
      queue.push({ kind: 'live', categorised: true });
      let wake = () => {};
      const hear = (event: TailEvent) => {
        queue.push(event);
        wake();
      };
      waiting.add(hear);
      signal?.addEventListener('abort', () => wake());
      try {
        while (!signal?.aborted) {
          const event = queue.shift();
          if (event) yield event;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        waiting.delete(hear);
      }
    },
    async range(query, { from, to, step }) {
      asked.push(`range ${query}`);
      const series = LEVELS.map((level) => ({
        labels: { detected_level: level },
        points: Array.from({ length: Math.floor((to - from) / 1000 / step) + 1 }, (_, i) => {
          const end = millis(from + i * step * 1000);
          const within = lines.filter(({ at }) => millisOf(at) >= end - step * 1000 && millisOf(at) < end);
          return [
            end,
            within.filter(({ metadata }) => (levelOf(metadata.detected_level) ?? 'unknown') === level).length,
          ] as const;
        }).filter(([, count]) => count > 0),
      }));
      return succeeded({ series, warnings: [] });
    },
    async labelNames() {
      asked.push('labels');
      return succeeded([...new Set(lines.flatMap(({ labels }) => Object.keys(labels)))]);
    },
    async series(selectors) {
      asked.push(`series ${selectors.join(', ')}`);
      const wanted = selectors.map((selector) => [...selector.matchAll(/(\w+)="([^"]*)"/g)]);
      const streams = lines.map(({ labels }) => labels);
      return succeeded(
        streams.filter((labels) =>
          wanted.some((pairs) => pairs.every(([, name = '', value]) => labels[name] === value)),
        ),
      );
    },
    async labelValues(name) {
      asked.push(`values of ${name}`);
      return succeeded([...new Set(lines.flatMap(({ labels }) => labels[name] ?? []))]);
    },
  };
}

const ESC = '\u001b';
const SAID: readonly (readonly [string, string])[] = [
  [
    'info',
    '{"level":"info","msg":"request served","path":"/api/match","status":200,"duration_ms":45,"trace":"a81fe2"}',
  ],
  ['info', '{"level":"info","msg":"job parsed","path":"/api/parse","status":200,"duration_ms":12,"trace":"77b0c1"}'],
  ['debug', 'level=debug msg="cache hit" key=job:4711 ttl=300 path=/api/match'],
  [
    'warn',
    '{"level":"warn","msg":"upstream slow","path":"/api/match","status":200,"duration_ms":912,"trace":"c0ffee"}',
  ],
  [
    'error',
    '{"level":"error","msg":"cannot score: embedding model is not loaded","path":"/api/match","status":500,"duration_ms":3,"trace":"dead01"}',
  ],
  [
    'info',
    `${ESC}[32mINFO${ESC}[0m coloured ${ESC}]8;;https://evil.example${ESC}\\link${ESC}]8;;${ESC}\\ ${ESC}]52;c;aGFsbG8=\u0007 end`,
  ],
  [
    'info',
    'bidi \u202Egnp.exe\u202C, wide 日本語テキスト, combining e\u0301a\u0308, zero\u200Bwidth, emoji 👩‍👩‍👧 done',
  ],
  ['warn', `long ${'0123456789 '.repeat(2000)}`],
  ['error', 'Traceback (most recent call last):\n  File "match.py", line 12, in score\nKeyError: \'embedding\''],
];

/** What a service writes in an hour, with everything in it that a terminal must be kept from. */
export const sampleLines = (now: Millis, count = 400): readonly LogLine[] =>
  Array.from({ length: count }, (_, i) => {
    const [level, text] = SAID[(i * 7 + (i % 5 === 0 ? 4 : 0)) % SAID.length] ?? ['info', ''];
    const at = millis(now - ((count - i) / count) * 3_500_000);
    return logLine(at, text, { metadata: { detected_level: level } });
  });
