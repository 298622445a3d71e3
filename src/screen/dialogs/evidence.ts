import type { Check, Ring, Room, RoomAlert, State } from '../../room/room.ts';
import { formatAge } from '../../text/format.ts';
import { secondsBetween } from '../../units.ts';
import { checkText, limitText, stateMark, verdictMark, verdictTone, verdictWord } from '../panels/parts.ts';
import { soakLine } from '../panels/rings.ts';
import { cell, cut, type Line, run, widthOf } from '../runs.ts';
import { worstFirst } from '../worst.ts';
import type { DialogInput } from './dialog.ts';

const VALUE = 11;
const LIMIT = 13;
const AGE = 6;

/** All a validation rests on, worst first: each check with value, limit and age, the soak, the alerts, the verdict. */
export function evidenceLines(ring: Ring, room: Room, input: DialogInput): Line[] {
  const widest = Math.max(8, ...ring.checks.map((check) => widthOf(check.label)));
  const label = Math.min(widest, 28, Math.max(8, input.width - VALUE - 3));
  const checks = worstFirst(ring.checks);
  const bad = checks.filter(({ state }) => state !== 'ok');
  const rows = (some: readonly Check[]) => some.map((check) => checkLine(check, room, input, label));
  const rest = [...soakLines(ring, room, input), alertsLine(room, input), ...verdictLine(room, input)];
  // What is not well comes first; then what stands for the whole ring; then the checks that pass.
  return [...rows(bad), ...rest, ...rows(checks.filter((check) => !bad.includes(check)))];
}

function checkLine(check: Check, room: Room, { glyphs, width }: DialogInput, label: number): Line {
  const { reading } = check;
  const at = reading.known ? reading.at : reading.last?.at;
  const age = at === undefined ? '' : `${formatAge(secondsBetween(at, room.at))}`;
  const tone = check.state === 'ok' ? 'text' : check.state;
  const spare = width - label - 2 - VALUE - 2 - LIMIT - AGE;
  const old = reading.known && reading.aging;
  return [
    stateMark(check.state, glyphs),
    run(` ${cell(check.label, label)}`, tone),
    run(cell(checkText(check), VALUE, 'right'), tone, { bold: true, dim: old }),
    run(`  ${cell(limitText(check, glyphs), LIMIT)}`, 'dim'),
    run(cell(age, AGE, 'right'), old || !reading.known ? 'unknown' : 'dim'),
    run(spare < 10 ? '' : `  ${note(check)}`, check.state === 'fail' ? 'fail' : 'dim'),
  ];
}

const note = ({ reading, critical }: Check): string =>
  !reading.known ? reading.detail : (reading.warning ?? (critical ? 'critical' : ''));

function soakLines(ring: Ring, room: Room, input: DialogInput): Line[] {
  const { soak } = ring;
  if (soak === null) return [];
  const over = soak.elapsed >= soak.required;
  const state: State = over ? 'ok' : soak.paused === undefined ? 'unknown' : 'warn';
  const line = [stateMark(state, input.glyphs), run(' '), ...soakLine(ring, room.at, input, 12)];
  return [line];
}

/** Alerts that fire keep nobody from validating, but nobody should do so without having seen them. */
function alertsLine({ alerts }: Room, { glyphs, width }: DialogInput): Line {
  const known = alerts.freshness === 'ok' || alerts.freshness === 'partial';
  const firing = alerts.list.filter(({ state }) => state === 'firing');
  const state: State = !known
    ? 'unknown'
    : firing.some(({ tier }) => tier === 'P0')
      ? 'fail'
      : firing.length > 0
        ? 'warn'
        : 'ok';
  const others = alerts.list.length - firing.length;
  const quiet = others > 0 ? `, ${others} acknowledged or silenced` : '';
  const text = !known
    ? `not known: ${alerts.detail}`
    : firing.length === 0
      ? `none fires${quiet}`
      : `${named(firing)}${quiet}`;
  return [
    stateMark(state, glyphs),
    run(' alerts   ', 'dim'),
    run(cut(text, Math.max(0, width - 11)), state === 'ok' ? 'text' : state),
  ];
}

function named(firing: readonly RoomAlert[]): string {
  const [worst] = firing;
  if (worst === undefined) return '';
  const more = firing.length > 1 ? ` and ${firing.length - 1} more` : '';
  return `${worst.tier} ${worst.name} fires for ${formatAge(worst.age)}${more}`;
}

function verdictLine({ comparison }: Room, { glyphs, width }: DialogInput): Line[] {
  if (comparison === null) return [];
  const { verdict } = comparison;
  const tone = verdictTone(verdict);
  const word = verdictWord(verdict);
  return [
    [
      run(verdictMark(verdict, glyphs), tone),
      run(' verdict  ', 'dim'),
      run(word, tone, { bold: true }),
      run(`  ${cut(verdict.sentence, Math.max(0, width - 13 - widthOf(word)))}`, 'dim'),
    ],
  ];
}
