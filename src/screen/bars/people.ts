import type { OnCall, Presence, Room } from '../../room/shown.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { cut, type Line, run } from '../canvas/runs.ts';

/** Who is called now: both people, the first alone, or nothing where the profile does not say. */
export function onCallLine({ onCall }: Room, glyphs: Glyphs, form: 'both' | 'first'): Line {
  if (onCall === null) return [];
  const { primary, backup } = onCall;
  if (primary === null) return unknownOnCall(onCall, glyphs);
  const old: Line = onCall.stale ? [run(' ?', 'unknown', { bold: true })] : [];
  const name = run(cut(primary, 16), 'text', { bold: true });
  if (form === 'first') return [run('call ', 'dim'), name, ...old];
  return [run('on call ', 'dim'), name, run(backup === null ? '' : ` (${cut(backup, 16)})`, 'dim'), ...old];
}

/** Nobody is on call, or nobody knows: either must be seen before it is needed. */
const unknownOnCall = ({ error }: OnCall, glyphs: Glyphs): Line => [
  run(error === null ? 'NOBODY on call' : `on call ${glyphs.unknown}`, error === null ? 'warn' : 'unknown', {
    bold: true,
  }),
];

/** Who is in the room: "3 here: alice bob wall", or the number alone. Nothing where the store does not know, or one is alone. */
export function presenceLine({ presence }: Room, form: 'names' | 'number'): Line {
  if (presence === null || presence.length < 2) return [];
  const number = run(`${presence.length} here`, 'accent');
  if (form === 'number') return [number];
  const names = [...new Set(presence.map(nameOf))];
  const shown = names.slice(0, 3).map((name) => cut(name, 10));
  const more = safe(names.length > shown.length ? ` +${names.length - shown.length}` : '');
  return [number, run(`: ${joined(shown, ' ')}${more}`, 'dim')];
}

/** A wall is a place and not a person. */
const nameOf = ({ by, kind }: Presence): Safe => (kind === 'wall' ? safe('wall') : by);
