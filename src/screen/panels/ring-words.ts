import { sameOperator } from '../../room/rings/approvals.ts';
import { standsStill } from '../../room/rings/soak.ts';
import type { Ring } from '../../room/shown.ts';
import { formatAge, formatDuration } from '../../text/format.ts';
import { joined, safe } from '../../text/safe.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { ringReason } from '../../wording/rings.ts';
import { type Line, run } from '../canvas/runs.ts';
import type { PanelInput } from './panel.ts';
import { barRuns, ringMark, ringTone } from './parts.ts';

/** What is told of a ring, each part of it in a line. */
type Input = PanelInput<'at' | 'rings' | 'comparison' | 'traffic'>;

/** "eu ✔ us ✖  "; nothing where it has no regions. */
export function regionsLine({ regions }: Ring, { glyphs }: Pick<Input, 'glyphs'>): Line {
  if (!regions) return [];
  return [
    ...regions.list.flatMap(
      ({ id, state }): Line => [run(`${id} `, ringTone(state)), ringMark(state, glyphs), run(' ')],
    ),
    run(' '),
  ];
}

/** What waits for a second operator, in reverse where it waits for whoever looks; empty where nothing does. */
export function approvalLine({ approval }: Ring, { room, operator }: Pick<Input, 'room' | 'operator'>): Line {
  if (approval === null) return [];
  const since = formatAge(secondsBetween(approval.at, room.at));
  const override = approval.override === undefined ? '' : ', as an override';
  if (sameOperator(approval.by, operator))
    return [run(`you asked ${since} ago${override}, nobody confirmed yet`, 'warn')];
  return [
    run(` ${approval.by} ASKS TO CONFIRM `, 'accent', { bold: true, inverse: true }),
    run(` ${since}${override}`, 'warn'),
  ];
}

/** How far the soak is; while it stands still, for how long, with that word before it. */
export function soakLine(
  ring: Ring,
  now: Millis,
  { glyphs, unicode }: Pick<Input, 'glyphs' | 'unicode'>,
  width: number,
  word = safe('paused '),
): Line {
  if (ring.soak === null) return [];
  const { elapsed, required } = ring.soak;
  const paused = standsStill(ring.soak);
  const text = safe(`${formatDuration(Math.min(elapsed, required))} of ${formatDuration(required)}`);
  return [
    run('soak ', 'dim'),
    ...barRuns(required > 0 ? elapsed / required : 1, width, paused === undefined ? 'accent' : 'warn', unicode),
    run(width > 0 ? ` ${text}` : text, paused === undefined ? 'text' : 'warn'),
    ...(paused === undefined
      ? []
      : [run(` ${glyphs.paused} ${word}${formatAge(secondsBetween(paused.since, now))}`, 'warn')]),
  ];
}

/** Why it stands as it does; of a validated ring, by whom and when. */
export function reasonRuns(ring: Ring, { room }: Pick<Input, 'room'>): Line {
  const { state, validated, approvals, approval } = ring;
  const reason = ringReason(ring, room);
  if (validated === null)
    return [
      run(reason, state === 'rolled-back' ? 'warn' : 'dim'),
      run(approvals === 2 && approval === null && state === 'ready' ? ', by two operators' : '', 'dim'),
    ];
  const { at, by, approvedBy, override } = validated;
  const when = safe(at === null ? '' : `${formatAge(secondsBetween(at, room.at))} ago`);
  const who = safe(approvedBy === undefined ? by : `${by} and ${approvedBy}`);
  const words = joined(
    [when, who && safe(`by ${who}`)].filter((part) => part !== ''),
    ' ',
  );
  return [...overrideRuns(override), run(state === 'validated' ? words : `${reason}, validated ${words}`, 'dim')];
}

/** A validation against the evidence is never drawn like another. */
export const overrideRuns = (override: string | undefined): Line =>
  override === undefined ? [] : [run(' OVERRIDE ', 'warn', { bold: true, inverse: true }), run(' ')];
