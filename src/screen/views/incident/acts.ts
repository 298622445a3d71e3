import { sameOperator } from '../../../room/rings/approvals.ts';
import type { Room, RoomAlert } from '../../../room/shown.ts';
import { joined, literals, type Safe, safe } from '../../../text/safe.ts';
import { byName, noneForThisText } from '../../../wording/alerts.ts';
import { hindranceText } from '../../../wording/remedies.ts';
import { type Line, lineWidth, run, wrap } from '../../canvas/runs.ts';
import { shownKey } from '../../core/key-names.ts';
import { keysOf } from '../../core/keymap.ts';
import type { ActionId } from '../../core/kinds.ts';
import { outlookOf } from '../../dialogs/validate/outlook.ts';
import type { DetailInput } from '../shared/detail.ts';
import type { Facts } from './facts.ts';
import { hasRunbook } from './troubles.ts';

/** What an operator can do about it now, and why not where it would do nothing. */
export interface HelpfulAct {
  readonly action: ActionId;
  readonly word: Safe;
  /** Null where it can be done. */
  readonly why: Safe | null;
}

/** The same on the page of a ring, which says itself why it may not be validated. */
export const actsForRing = (facts: Facts, around: Around): readonly HelpfulAct[] =>
  actsFor(facts, around).map((act) =>
    act.action !== 'validate' || act.why === null || around.locked !== null
      ? act
      : { ...act, why: safe('the reasons are above') },
  );

type Around = Pick<DetailInput, 'room' | 'locked' | 'operator'>;

const LOCKED = literals({
  'read-only': 'ringdeck is read-only here',
  past: 'this is the past',
});

/** The acts that help, in the order they are thought of at night. */
export function actsFor(facts: Facts, { room, locked: lock, operator }: Around): readonly HelpfulAct[] {
  const { alert, ring, subject } = facts;
  const locked = lock && LOCKED[lock];
  return [
    { action: 'acknowledge', word: safe('ack'), why: locked ?? whyNoAck(alert, room) },
    {
      action: 'claim',
      word: claimWord(alert, operator),
      why: locked ?? (alert === null ? noneForThisText(room.alerts) : null),
    },
    { action: 'logs', word: safe('logs'), why: whyNoLogs(room) },
    { action: 'runbook', word: safe('runbook'), why: whyNoRunbook(alert, room) },
    ...(subject === null ? [] : [{ action: 'open', word: safe('chart'), why: null } as const]),
    ...beside(facts, room).map(([action, word]) => ({ action, word, why: null })),
    ...(ring === null ? [] : [validating(ring, room, operator, locked)]),
  ];
}

/** Where more is told of it: what the versions say differently, or what was asked of whom. */
function beside({ ring, isOfServers }: Facts, { comparison, patterns }: Room): readonly (readonly [ActionId, Safe])[] {
  if (isOfServers) return [['asked', safe('what was asked')]];
  if (ring === null) return [];
  const [finding] = patterns?.findings ?? [];
  return [
    ...(comparison === null ? [] : [['verdict', safe('verdict')] as const]),
    ...(finding === undefined ? [] : [['patterns', safe('all new lines')] as const]),
  ];
}

function whyNoAck(alert: RoomAlert | null, room: Room): Safe | null {
  if (alert === null) return noneForThisText(room.alerts);
  if (alert.ack !== null) return safe(`already acknowledged${byName(alert.ack.by)}`);
  return null;
}

const claimWord = (alert: RoomAlert | null, operator: string): Safe =>
  safe(alert?.claim && sameOperator(alert.claim.by, operator) ? 'release' : 'claim');

const whyNoLogs = ({ sources }: Room): Safe | null =>
  sources.some(({ kind }) => kind === 'loki') ? null : safe('the profile names no Loki');

function whyNoRunbook(alert: RoomAlert | null, room: Room): Safe | null {
  if (alert === null) return noneForThisText(room.alerts);
  return hasRunbook(alert, room) ? null : safe(`the rule of ${alert.name} gives none`);
}

function validating(ring: string, room: Room, operator: string, locked: Safe | null): HelpfulAct {
  const found = room.rings.find(({ id }) => id === ring);
  const outlook = outlookOf(room, ring, operator);
  const [first, ...others] = outlook?.refusals ?? [];
  const more = safe(others.length === 0 ? '' : ` (and ${others.length} more)`);
  const way = safe(outlook?.override == null ? '' : '; a typed reason overrides that');
  const why = first === undefined ? null : safe(`${hindranceText(first, ring, room)}${more}${way}`);
  return { action: 'validate', word: safe(`validate ${found?.id ?? ''}`), why: locked ?? why };
}

/** The acts that can be done in one row, and below each that cannot be why, as far as there is room. */
export function actLines(acts: readonly HelpfulAct[], input: DetailInput, rows: number): readonly Line[] {
  const { keymap, glyphs, unicode, width } = input;
  const keyOf = (action: ActionId): Safe => shownKey(keysOf(keymap, action)[0] ?? action, unicode);
  const can = acts.filter(({ why }) => why === null);
  const done = flowing(
    can.map(({ action, word }) => [run(keyOf(action), 'accent', { bold: true }), run(` ${word}`)]),
    width,
  );
  const refused = [...Map.groupBy(acts, ({ why }) => why)].flatMap(([why, some]): Line[] => {
    if (why === null) return [];
    const keys = joined(
      some.map(({ action, word }) => safe(`${keyOf(action)} ${word}`)),
      ', ',
    );
    return wrap(safe(`${glyphs.fail} ${keys}: ${why}`), width).map((text) => [run(text, 'dim')]);
  });
  return [...done, ...refused].slice(0, Math.max(done.length, rows));
}

/** Parts beside each other, in as many rows as they need. */
function flowing(parts: readonly Line[], width: number): Line[] {
  const lines: Line[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + 3 + lineWidth(part) <= width)
      lines[lines.length - 1] = [...last, run('   '), ...part];
    else lines.push(part);
  }
  return lines;
}
