import { z } from 'zod';
import type { Evidence } from '../../session/evidence-of.ts';
import { formatDuration, formatValue } from '../../text/format.ts';
import { UNITS } from '../../units.ts';
import { cell, type Line, run, wrap } from '../runs.ts';
import type { ListInput } from './list-view.ts';

/** A check as journals have it; what an older or newer ringdeck wrote otherwise is left out. */
const check = z.looseObject({
  id: z.string(),
  unit: z.enum(UNITS),
  state: z.enum(['ok', 'warn', 'fail', 'unknown']),
  direction: z.enum(['at-most', 'at-least']),
  limit: z.number(),
  value: z.number().nullable(),
  reason: z.string().optional(),
});
type Check = z.infer<typeof check>;
const soak = z.looseObject({ elapsedSeconds: z.number(), requiredSeconds: z.number() });

const checksIn = ({ checks }: Evidence): readonly Check[] =>
  Array.isArray(checks) ? checks.flatMap((one) => check.safeParse(one).data ?? []) : [];

/** What an act rested on in a few words: "8 of 8 checks pass, soak 24h of 24h, verdict same". */
export function evidenceSummary(evidence: Evidence): string {
  const checks = checksIn(evidence);
  const passing = checks.filter(({ state }) => state === 'ok' || state === 'warn').length;
  const soaked = soak.safeParse(evidence.soak).data;
  return [
    ...(checks.length > 0 ? [`${passing} of ${checks.length} checks pass`] : []),
    ...(soaked ? [`soak ${formatDuration(soaked.elapsedSeconds)} of ${formatDuration(soaked.requiredSeconds)}`] : []),
    ...(typeof evidence.verdict === 'string' ? [`verdict ${evidence.verdict}`] : []),
  ].join(', ');
}

const VALUE = 12;

/** All an act rested on: its checks as a table, everything else as it was written down. */
export function evidenceTable(evidence: Evidence, { width, glyphs }: Pick<ListInput, 'width' | 'glyphs'>): Line[] {
  const checks = checksIn(evidence);
  const label = Math.min(28, Math.max(0, ...checks.map(({ id }) => id.length)));
  const known = checks.length > 0 ? ['checks'] : [];
  const others = Object.entries(evidence).filter(([name]) => !known.includes(name));
  return [
    [run('evidence', 'title'), run(`  ${evidenceSummary(evidence)}`, 'dim')],
    ...checks.map(
      (one): Line => [
        run(`${glyphs[one.state]} `, one.state),
        run(cell(one.id, label)),
        run(cell(one.value === null ? (one.reason ?? 'unknown') : formatValue(one.value, one.unit), VALUE, 'right')),
        run(
          `  ${one.direction === 'at-most' ? glyphs.atMost : glyphs.atLeast} ${formatValue(one.limit, one.unit)}`,
          'dim',
        ),
      ],
    ),
    ...others.flatMap(([name, value]) =>
      wrap(plain(value), Math.max(1, width - 16)).map(
        (text, i): Line => [run(cell(i === 0 ? name : '', 16), 'dim'), run(text, 'dim')],
      ),
    ),
  ];
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
