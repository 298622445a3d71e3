import { isCurrent } from '../../../room/alerts/hold.ts';
import type { CheckEvidence, Evidence, Ring, RoomAlert, State } from '../../../room/shown.ts';
import { formatAge } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import { widthOf } from '../../../text/width.ts';
import type { Millis } from '../../../units.ts';
import { alertsUnknownText, alertText, quietText } from '../../../wording/alerts.ts';
import { unreadText } from '../../../wording/readings.ts';
import { verdictSentence } from '../../../wording/verdict.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { cut, type Line, run } from '../../canvas/runs.ts';
import { worstFirst } from '../../core/worst.ts';
import { checkText, limitText, stateMark, verdictMark, verdictTone, verdictWord } from '../../panels/parts.ts';
import { soakLine } from '../../panels/ring-words.ts';
import type { DialogInput } from '../shared/dialog.ts';

/**
 * All an act on a ring rests on, which is what the journal keeps of it: each check with value, limit and age, the soak,
 * the alerts, the verdict. What is not well comes first, what passes last.
 */
export function evidenceLines(ring: Ring, evidence: Evidence, input: DialogInput): Line[] {
  const table = checksOver(evidence, input.width);
  const limits = evidence.checks.map((check) => limitText(check, input.glyphs));
  const rows = (some: readonly CheckEvidence[]) =>
    some.map((check) => checkLine(check, input, { table, limits, now: evidence.at }));
  const checks = worstFirst(evidence.checks);
  return [
    ...rows(checks.filter(({ state }) => state !== 'ok')),
    ...soakLines(ring, evidence, input),
    ...alertsLine(evidence, input),
    ...verdictLine(evidence, input),
    ...rows(checks.filter(({ state }) => state === 'ok')),
  ];
}

/** Each check with what there is to remark where there is room for it. */
const checksOver = ({ checks }: Evidence, width: number) =>
  columns(
    [
      { name: 'mark', width: 1 },
      {
        name: 'label',
        width: widest(
          checks.map(({ label }) => label),
          { least: 8, most: 28 },
        ),
        least: 8,
        gap: 1,
      },
      { name: 'value', width: 11, align: 'right' },
      { name: 'against', width: 'flows', least: 1 },
    ],
    width,
  );

/** What a value is held against goes over the edge of a narrow dialog rather than that the value does. */
const againstOver = (limits: readonly Safe[], width: number) =>
  columns(
    [
      { name: 'limit', width: widest(limits, { least: 12 }), gap: 2, after: 1 },
      { name: 'age', width: 6, align: 'right' },
      { name: 'remark', width: 'flows', least: 8, vanishes: true, gap: 2 },
    ],
    width,
  );

/** What the lines of all checks share. */
interface CheckLines {
  readonly table: ReturnType<typeof checksOver>;
  readonly limits: readonly Safe[];
  readonly now: Millis;
}

function checkLine(check: CheckEvidence, { glyphs }: DialogInput, { table, limits, now }: CheckLines): Line {
  const { reading, state, age } = check;
  const tone = state === 'ok' ? 'text' : state;
  const old = !reading.known || reading.aging;
  return table.row({
    mark: stateMark(state, glyphs),
    label: run(check.label, tone),
    value: run(checkText(check), tone, { bold: true, dim: reading.known && reading.aging }),
    against: (cells) =>
      againstOver(limits, cells).row({
        limit: run(limitText(check, glyphs), 'dim'),
        age: run(age === null ? '' : formatAge(age), old ? 'unknown' : 'dim'),
        remark: run(remark(check, now), state === 'fail' ? 'fail' : 'dim'),
      }),
  });
}

const remark = ({ reading, critical }: CheckEvidence, now: Millis): Safe =>
  !reading.known ? unreadText(reading, now) : safe(critical ? 'critical' : '');

function soakLines(ring: Ring, { soak, at }: Evidence, input: DialogInput): Line[] {
  if (soak === null) return [];
  const state: State = soak.elapsed >= soak.required ? 'ok' : soak.paused === undefined ? 'unknown' : 'warn';
  return [[stateMark(state, input.glyphs), run(' '), ...soakLine(ring, at, input, 12)]];
}

/** What an act rests on besides checks: what it is, a word of so many cells where there is one, and the rest in a sentence. */
const besidesOver = (word: number, width: number) =>
  columns(
    [
      { name: 'mark', width: 1 },
      { name: 'name', width: 7, gap: 1, after: 2 },
      { name: 'word', width: word },
      { name: 'told', width: 'flows', gap: word > 0 ? 2 : 0 },
    ],
    width,
  );

/** A P0 that nobody acknowledged stands against it; nobody should validate without having seen the others. */
function alertsLine({ alerts, at }: Evidence, { glyphs, width }: DialogInput): Line[] {
  if (alerts === null) return [];
  const { elsewhere } = alerts;
  const unknown = alerts.unknown && alertsUnknownText(alerts, alerts.unknown, at);
  const current = isCurrent(alerts);
  const firing = alerts.list.filter(({ state }) => state === 'firing');
  const state: State =
    current && firing.some(({ tier }) => tier === 'P0')
      ? 'fail'
      : unknown !== null
        ? 'unknown'
        : alerts.list.length > 0
          ? 'warn'
          : 'ok';
  const words = !current
    ? `not known: ${unknown}`
    : [
        firing.length > 0
          ? named(firing, at)
          : unknown === null
            ? 'no unanswered P0 or P1'
            : `not all known: ${unknown}`,
        ...quietText(alerts.list),
        ...(elsewhere.length > 0 ? [`${elsewhere.length} P0 not about it`] : []),
      ].join(', ');
  const text = sanitiseLine(words);
  return [
    besidesOver(0, width).row({
      mark: stateMark(state, glyphs),
      name: run('alerts', 'dim'),
      told: (cells) => run(cut(text, cells), state === 'ok' ? 'text' : state),
    }),
  ];
}

function named(firing: readonly RoomAlert[], now: Millis): string {
  const [worst] = firing;
  if (worst === undefined) return '';
  return alertText(worst, now) + (firing.length > 1 ? ` and ${firing.length - 1} more` : '');
}

function verdictLine(evidence: Evidence, { glyphs, width }: DialogInput): Line[] {
  const { comparison } = evidence;
  if (comparison === null) return [];
  const { verdict } = comparison;
  const tone = verdictTone(verdict);
  const word = verdictWord(verdict);
  return [
    besidesOver(widthOf(word), width).row({
      mark: run(verdictMark(verdict, glyphs), tone),
      name: run('verdict', 'dim'),
      word: run(word, tone, { bold: true }),
      told: (cells) => run(cut(verdictSentence(evidence), cells), 'dim'),
    }),
  ];
}
