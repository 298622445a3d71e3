import { z } from 'zod';
import type { Evidence } from '../../session/evidence-of.ts';
import { formatDuration, formatValue } from '../../text/format.ts';
import { UNITS } from '../../units.ts';
import { cell, type Line, run, widthOf, wrap } from '../runs.ts';
import type { ListInput } from './list-view.ts';

/*
 * Evidence as journals have it. What an older or newer ringdeck wrote otherwise is shown as it was written down: nothing
 * an act rested on is left out.
 */
const state = z.enum(['ok', 'warn', 'fail', 'unknown']);
const check = z.object({
  id: z.string(),
  label: z.string().optional(),
  unit: z.enum(UNITS),
  state,
  direction: z.enum(['at-most', 'at-least']),
  limit: z.number(),
  value: z.number().nullable(),
  reason: z.string().optional(),
  ageSeconds: z.number().nullish(),
});
type Check = z.infer<typeof check>;
const soak = z.object({
  elapsedSeconds: z.number(),
  requiredSeconds: z.number(),
  paused: z.string().optional(),
});
const verdict = z.object({ state: z.string(), sentence: z.string().optional() });
const alerts = z.object({
  state: z.string(),
  reason: z.string().optional(),
  list: z.array(z.object({ name: z.string(), state: z.string() })).nullable(),
});
const sources = z.array(z.object({ id: z.string(), state: z.string(), ageSeconds: z.number().nullish() }));
const sentences = z.array(z.string());

const readable = z.object({
  checks: z.array(check).optional().catch(undefined),
  soak: soak.nullish().catch(undefined),
  verdict: verdict
    .or(z.string().transform((word) => ({ state: word, sentence: undefined })))
    .nullish()
    .catch(undefined),
  alerts: alerts.nullish().catch(undefined),
  sources: sources.optional().catch(undefined),
  missing: sentences.optional().catch(undefined),
  overridden: sentences.optional().catch(undefined),
});

/** What an act rested on in a few words: "8 of 8 checks pass, soak 24h of 24h, verdict same". */
export function evidenceSummary(evidence: Evidence): string {
  const { checks = [], soak, verdict } = readable.parse(evidence);
  const passing = checks.filter(({ state }) => state === 'ok' || state === 'warn').length;
  return [
    ...(checks.length > 0 ? [`${passing} of ${checks.length} checks pass`] : []),
    ...(soak ? [`soak ${formatDuration(soak.elapsedSeconds)} of ${formatDuration(soak.requiredSeconds)}`] : []),
    ...(verdict ? [`verdict ${verdict.state}`] : []),
  ].join(', ');
}

const VALUE = 12;
const NAME = 14;

/** All an act rested on: what was overridden and what was missing first, then its checks, then everything else. */
export function evidenceTable(evidence: Evidence, input: Pick<ListInput, 'width' | 'glyphs'>): Line[] {
  const told = readable.parse(evidence);
  const { checks = [], soak, verdict, alerts, sources = [], missing = [], overridden = [] } = told;
  const known = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const others = Object.entries(evidence).filter(([name]) => !known.includes(name));
  const facts = factsOver(input.width);
  return [
    [run('evidence', 'title'), run(`  ${evidenceSummary(evidence)}`, 'dim')],
    ...overridden.flatMap((text) => facts('overridden', text, 'warn')),
    ...missing.flatMap((text) => facts('not known', text, 'unknown')),
    ...checkLines(checks, input),
    ...(soak?.paused === undefined ? [] : facts('soak', soak.paused)),
    ...(alerts ? facts('alerts', alertsText(alerts)) : []),
    ...(verdict ? facts('verdict', [verdict.state, verdict.sentence].filter(Boolean).join(': ')) : []),
    ...(sources.length > 0 ? facts('sources', sourcesText(sources)) : []),
    ...others.flatMap(([name, value]) => facts(name, plain(value))),
  ];
}

const factsOver =
  (width: number) =>
  (name: string, value: string, tone: 'dim' | 'warn' | 'unknown' = 'dim'): Line[] =>
    wrap(value, Math.max(1, width - NAME)).map((text, i) => [
      run(cell(i === 0 ? name : '', NAME), 'dim'),
      run(text, tone),
    ]);

function checkLines(checks: readonly Check[], { glyphs }: Pick<ListInput, 'glyphs'>): Line[] {
  const nameOf = ({ label, id }: Check) => label ?? id;
  const width = Math.min(28, Math.max(0, ...checks.map((one) => widthOf(nameOf(one)))));
  return checks.map((one): Line => {
    const limit = `${one.direction === 'at-most' ? glyphs.atMost : glyphs.atLeast} ${formatValue(one.limit, one.unit)}`;
    const age = typeof one.ageSeconds === 'number' ? `${formatDuration(one.ageSeconds)} old` : '';
    return [
      run(`${glyphs[one.state]} `, one.state),
      run(cell(nameOf(one), width)),
      run(cell(one.value === null ? (one.reason ?? 'unknown') : formatValue(one.value, one.unit), VALUE, 'right')),
      run(`  ${cell(limit, VALUE)}`, 'dim'),
      run(`  ${age}`, 'dim'),
    ];
  });
}

function alertsText({ state, reason = state, list }: z.infer<typeof alerts>): string {
  if (list === null) return `not known: ${reason}`;
  if (list.length === 0) return state === 'ok' ? 'none' : `none known, ${reason}`;
  return list.map(({ name, state }) => `${name} ${state}`).join(', ');
}

const sourcesText = (all: z.infer<typeof sources>): string =>
  all
    .map(
      ({ id, state, ageSeconds }) =>
        `${id} ${state}${typeof ageSeconds === 'number' ? ` ${formatDuration(ageSeconds)}` : ''}`,
    )
    .join(', ');

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
