import type { Asked, AskedRange } from '../../src/reporting/schema/parts.ts';
import type { Figure, Report } from '../../src/reporting/schema/report.ts';

const FROM = '2026-01-05T00:00:00.000Z';
const TO = '2026-01-06T00:00:00.000Z';

const asked = (query: string): Asked => ({ source: 'prometheus', query, at: TO });
const askedRange = (query: string): AskedRange => ({
  source: 'prometheus',
  query,
  from: FROM,
  to: TO,
  stepSeconds: 900,
});

/** A figure, every text of which is the one given. @param points the ends of steps in quarters of an hour, and their values */
export function aFigure(
  text: string,
  points: readonly [number, number | null][] = [
    [1, 1],
    [2, 3],
  ],
): Figure {
  const start = Date.parse(FROM) / 1000;
  return {
    ...{ id: 'figure', label: text, section: 'uptime', unit: 'count', value: null, isNear: false, change: null },
    unknown: { reason: 'refused', text },
    asked: asked(text),
    covered: { seconds: 43_200, ofSeconds: 86_400, asked: askedRange(text) },
    target: { direction: 'at-most', limit: 2 },
    result: 'UNKNOWN',
    before: null,
    trend: { asked: askedRange(text), points: points.map(([step, value]) => [start + step * 900, value]), peak: null },
  };
}

/** A report, every foreign text of which is the one given. */
export function aReport(text: string, figures: readonly Figure[] = [aFigure(text)]): Report {
  const length = { seconds: null, unknown: { reason: 'no-journal', text } } as const;
  return {
    schemaVersion: 1,
    kind: 'rollout',
    profile: { id: 'shop', name: text, environment: text },
    generatedAt: TO,
    period: { title: '2026-01-05', from: FROM, to: TO, seconds: 86_400, timeZone: 'UTC' },
    coverage: { asked: askedRange(text), covered: null, unknown: { reason: 'unanswered', text } },
    result: 'UNKNOWN',
    figures: [...figures],
    slas: [],
    incidents: {
      ...{ asked: asked(text), unknown: null, covered: null, unlisted: 0, notes: [text] },
      levels: [
        {
          tier: 'P0',
          name: text,
          count: 1,
          open: 0,
          answered: 1,
          totalSeconds: 60,
          mtta: length,
          mttr: length,
          mtbf: length,
        },
      ],
      list: [
        {
          tier: 'P0',
          name: text,
          labels: [[text, text]],
          from: FROM,
          isFromBefore: false,
          to: TO,
          isEndSeen: true,
          seconds: 86_400,
          answeredAt: TO,
          answeredBy: text,
          onCall: text,
        },
      ],
    },
    deployments: {
      counted: null,
      rings: [{ ring: text, asked: askedRange(text), unknown: { reason: 'refused', text }, at: [] }],
      acts: [{ at: FROM, act: 'validate', ring: text, by: text, result: 'done' }],
    },
    onCall: { shifts: [{ from: FROM, to: TO, primary: text, backup: text }], unknown: { reason: 'unanswered', text } },
    rollout: {
      rings: [
        {
          id: text,
          name: text,
          deployedAt: [FROM],
          goneAt: TO,
          unknown: null,
          asked: null,
          validated: { by: text, at: TO },
          state: 'ready',
          reason: text,
        },
      ],
      verdicts: [
        { at: FROM, from: 'journal', state: text, sentence: text, act: { act: text, target: text, by: text } },
      ],
      acts: [
        {
          at: FROM,
          seq: 1,
          by: text,
          act: 'claim',
          target: text,
          result: 'failed',
          detail: text,
          note: text,
          override: text,
          hash: 'ab',
          digest: null,
        },
      ],
      chain: { state: 'changed', text, problems: [{ line: 1, text }], head: null },
      comparison: [],
      logs: {
        unknown: null,
        searches: [
          { id: 'a', label: text, lines: { value: null, unknown: { reason: 'refused', text }, asked: asked(text) } },
        ],
        sentence: text,
        findings: [{ kind: text, level: text, template: text, example: text, baselineLines: 0, candidateLines: 3 }],
      },
      timeline: [{ at: FROM, kind: 'act', text }],
      helped: [text],
      questions: [text],
    },
  };
}
