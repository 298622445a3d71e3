import * as v from 'valibot';
import { limitSigns } from '../../../limits/limit.ts';
import { recordedLimit } from '../../../limits/recorded.ts';
import type { EvidenceRecord } from '../../../session/evidence-of.ts';
import { number, object, type Shape } from '../../../shape.ts';
import { formatDuration, formatValue } from '../../../text/format.ts';
import { joined, type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { UNITS } from '../../../units.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run } from '../../canvas/runs.ts';
import { factsOver } from '../shared/facts.ts';
import type { ListInput } from '../shared/list.ts';

/*
 * Evidence as journals have it. What an older or newer ringdeck wrote otherwise is shown as it was written down: nothing
 * an act rested on is left out.
 */
/** The journal's own words, as a terminal may have them. */
const text = v.pipe(v.string(), v.transform(sanitiseLine));
const state = v.picklist(['ok', 'warn', 'fail', 'unknown']);
const maybe = v.nullish(number);
const check = v.intersect([
  object({
    id: text,
    label: v.optional(text),
    unit: v.picklist(UNITS),
    state,
    value: v.nullable(number),
    reason: v.optional(text),
    ageSeconds: maybe,
  }),
  v.pipe(
    recordedLimit,
    v.transform((limit) => ({ limit })),
  ),
]);
type Check = v.InferOutput<typeof check>;
const soak = object({
  elapsedSeconds: number,
  requiredSeconds: number,
  paused: v.optional(text),
});
const verdict = object({ state: text, sentence: v.optional(text) });
const alerts = object({
  state: text,
  reason: v.optional(text),
  list: v.nullable(v.array(object({ name: text, state: text }))),
});
const sources = v.array(object({ id: text, state: text, ageSeconds: maybe }));

/** What is not as expected is as if it were not there. */
const part = <T>(shape: Shape<T>) => v.fallback(v.optional(shape), undefined);
const perhaps = <T>(shape: Shape<T>) => part(v.nullable(shape));

const readable = object({
  checks: part(v.array(check)),
  soak: perhaps(soak),
  verdict: perhaps(
    v.union([
      verdict,
      v.pipe(
        text,
        v.transform((word) => ({ state: word, sentence: undefined })),
      ),
    ]),
  ),
  alerts: perhaps(alerts),
  sources: part(sources),
  missing: part(v.array(text)),
  overridden: part(v.array(text)),
});

/** What an act rested on in a few words: "8 of 8 checks pass, soak 24h of 24h, verdict same". */
export function evidenceSummary(evidence: EvidenceRecord): Safe {
  const { checks = [], soak, verdict } = v.parse(readable, evidence);
  const passing = checks.filter(({ state }) => state === 'ok' || state === 'warn').length;
  return joined(
    [
      ...(checks.length > 0 ? [safe(`${passing} of ${checks.length} checks pass`)] : []),
      ...(soak ? [safe(`soak ${formatDuration(soak.elapsedSeconds)} of ${formatDuration(soak.requiredSeconds)}`)] : []),
      ...(verdict ? [safe(`verdict ${verdict.state}`)] : []),
    ],
    ', ',
  );
}

/** All an act rested on: what was overridden and what was missing first, then its checks, then everything else. */
export function evidenceTable(evidence: EvidenceRecord, input: Pick<ListInput, 'width' | 'glyphs'>): Line[] {
  const told = v.parse(readable, evidence);
  const { checks = [], soak, verdict, alerts, sources = [], missing = [], overridden = [] } = told;
  const known = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  const others = Object.entries(evidence).filter(([name]) => !known.includes(name));
  const { fact } = factsOver(14, input.width);
  const facts = <N extends string>(name: SafeArgument<N>, value: Safe, tone: 'dim' | 'warn' | 'unknown' = 'dim') =>
    fact<N, Safe>(name, value, { tone });
  return [
    [run('evidence', 'title'), run(`  ${evidenceSummary(evidence)}`, 'dim')],
    ...overridden.flatMap((text) => facts('overridden', text, 'warn')),
    ...missing.flatMap((text) => facts('not known', text, 'unknown')),
    ...checkLines(checks, input),
    ...(soak?.paused === undefined ? [] : facts('soak', soak.paused)),
    ...(alerts ? facts('alerts', alertsText(alerts)) : []),
    ...(verdict
      ? facts('verdict', verdict.sentence ? safe(`${verdict.state}: ${verdict.sentence}`) : verdict.state)
      : []),
    ...(sources.length > 0 ? facts('sources', sourcesText(sources)) : []),
    ...others.flatMap(([name, value]) => facts(sanitiseLine(name), plain(value))),
  ];
}

function checkLines(checks: readonly Check[], { glyphs, width }: Pick<ListInput, 'glyphs' | 'width'>): Line[] {
  const nameOf = ({ label, id }: Check) => label ?? id;
  const limits = checks.map(({ limit, unit }) => limitSigns(limit, unit, glyphs));
  const table = columns(
    [
      { name: 'state', width: 1, after: 1 },
      { name: 'check', width: widest(checks.map(nameOf), { most: 28 }) },
      { name: 'value', width: 12, align: 'right' },
      { name: 'limit', width: widest(limits, { least: 12 }), gap: 2 },
      { name: 'age', width: 'flows', gap: 2 },
    ],
    width,
  );
  return checks.map((one, i): Line => {
    const age = safe(typeof one.ageSeconds === 'number' ? `${formatDuration(one.ageSeconds)} old` : '');
    return table.row({
      state: run(glyphs[one.state], one.state),
      check: run(nameOf(one)),
      value: run(one.value === null ? (one.reason ?? safe('unknown')) : formatValue(one.value, one.unit)),
      limit: run(limits[i] ?? '', 'dim'),
      age: run(age, 'dim'),
    });
  });
}

function alertsText({ state, reason = state, list }: v.InferOutput<typeof alerts>): Safe {
  if (list === null) return safe(`not known: ${reason}`);
  if (list.length === 0) return safe(state === 'ok' ? 'none' : `none known, ${reason}`);
  return joined(
    list.map(({ name, state }) => safe(`${name} ${state}`)),
    ', ',
  );
}

const sourcesText = (all: v.InferOutput<typeof sources>): Safe =>
  joined(
    all.map(({ id, state, ageSeconds }) => {
      const age = safe(typeof ageSeconds === 'number' ? ` ${formatDuration(ageSeconds)}` : '');
      return safe(`${id} ${state}${age}`);
    }),
    ', ',
  );

const plain = (value: unknown): Safe => sanitiseLine(typeof value === 'string' ? value : JSON.stringify(value));
