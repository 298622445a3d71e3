import { isCurrent } from '../../../room/alerts/hold.ts';
import type { CheckEvidence, Evidence, Ring, RoomAlert, State } from '../../../room/shown.ts';
import { formatAge } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Millis } from '../../../units.ts';
import { alertsUnknownText, alertText, quietText } from '../../../wording/alerts.ts';
import { unreadText } from '../../../wording/readings.ts';
import { verdictSentence } from '../../../wording/verdict.ts';
import { cell, cut, type Line, run, widthOf } from '../../canvas/runs.ts';
import { worstFirst } from '../../core/worst.ts';
import { checkText, limitText, stateMark, verdictMark, verdictTone, verdictWord } from '../../panels/parts.ts';
import { soakLine } from '../../panels/rings.ts';
import type { DialogInput } from '../shared/dialog.ts';

const VALUE = 11;
/** The column of limits, where none is longer. */
const LIMIT = 13;
const AGE = 6;

/**
 * All an act on a ring rests on, which is what the journal keeps of it: each check with value, limit and age, the soak,
 * the alerts, the verdict. What is not well comes first, what passes last.
 */
export function evidenceLines(ring: Ring, evidence: Evidence, input: DialogInput): Line[] {
  const widest = Math.max(8, ...evidence.checks.map((check) => widthOf(check.label)));
  const label = Math.min(widest, 28, Math.max(8, input.width - VALUE - 3));
  const limit = Math.max(LIMIT, ...evidence.checks.map((check) => widthOf(limitText(check, input.glyphs)) + 1));
  const rows = (some: readonly CheckEvidence[]) =>
    some.map((check) => checkLine(check, input, { label, limit, now: evidence.at }));
  const checks = worstFirst(evidence.checks);
  return [
    ...rows(checks.filter(({ state }) => state !== 'ok')),
    ...soakLines(ring, evidence, input),
    ...alertsLine(evidence, input),
    ...verdictLine(evidence, input),
    ...rows(checks.filter(({ state }) => state === 'ok')),
  ];
}

/** What the lines of all checks share: cells of labels and limits, and the time. */
interface CheckLines {
  readonly label: number;
  readonly limit: number;
  readonly now: Millis;
}

function checkLine(check: CheckEvidence, { glyphs, width }: DialogInput, { label, limit, now }: CheckLines): Line {
  const { reading, state, age } = check;
  const tone = state === 'ok' ? 'text' : state;
  const spare = width - label - 2 - VALUE - 2 - limit - AGE;
  const old = !reading.known || reading.aging;
  return [
    stateMark(state, glyphs),
    run(` ${cell(check.label, label)}`, tone),
    run(cell(checkText(check), VALUE, 'right'), tone, { bold: true, dim: reading.known && reading.aging }),
    run(`  ${cell(limitText(check, glyphs), limit)}`, 'dim'),
    run(cell(age === null ? '' : formatAge(age), AGE, 'right'), old ? 'unknown' : 'dim'),
    run(spare < 10 ? '' : `  ${remark(check, now)}`, state === 'fail' ? 'fail' : 'dim'),
  ];
}

const remark = ({ reading, critical }: CheckEvidence, now: Millis): Safe =>
  !reading.known ? unreadText(reading, now) : safe(critical ? 'critical' : '');

function soakLines(ring: Ring, { soak, at }: Evidence, input: DialogInput): Line[] {
  if (soak === null) return [];
  const state: State = soak.elapsed >= soak.required ? 'ok' : soak.paused === undefined ? 'unknown' : 'warn';
  return [[stateMark(state, input.glyphs), run(' '), ...soakLine(ring, at, input, 12)]];
}

/** A P0 that nobody acknowledged stands against it; nobody should validate without having seen the others. */
function alertsLine({ alerts }: Evidence, { glyphs, width }: DialogInput): Line[] {
  if (alerts === null) return [];
  const { elsewhere } = alerts;
  const unknown = alerts.unknown && alertsUnknownText(alerts, alerts.unknown);
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
          ? named(firing)
          : unknown === null
            ? 'no P0 or P1 fires unanswered'
            : `not all known: ${unknown}`,
        ...quietText(alerts.list),
        ...(elsewhere.length > 0 ? [`${elsewhere.length} P0 not about it`] : []),
      ].join(', ');
  const text = sanitiseLine(words);
  return [
    [
      stateMark(state, glyphs),
      run(' alerts   ', 'dim'),
      run(cut(text, Math.max(0, width - 11)), state === 'ok' ? 'text' : state),
    ],
  ];
}

function named(firing: readonly RoomAlert[]): string {
  const [worst] = firing;
  if (worst === undefined) return '';
  return alertText(worst) + (firing.length > 1 ? ` and ${firing.length - 1} more` : '');
}

function verdictLine(evidence: Evidence, { glyphs, width }: DialogInput): Line[] {
  const { comparison } = evidence;
  if (comparison === null) return [];
  const { verdict } = comparison;
  const tone = verdictTone(verdict);
  const word = verdictWord(verdict);
  return [
    [
      run(verdictMark(verdict, glyphs), tone),
      run(' verdict  ', 'dim'),
      run(word, tone, { bold: true }),
      run(`  ${cut(verdictSentence(evidence), Math.max(0, width - 13 - widthOf(word)))}`, 'dim'),
    ],
  ];
}
