import type { Room, State } from '../../room/shown.ts';
import { newestOf, type Scene } from '../../session/session.ts';
import { formatAge, formatClock, formatDay, formatDuration } from '../../text/format.ts';
import { joined, type Safe, safe } from '../../text/safe.ts';
import { type Millis, secondsBetween } from '../../units.ts';
import { headline } from '../../wording/headline.ts';
import type { Glyphs } from '../canvas/glyphs.ts';
import { blank, cut, type Line, lineWidth, run } from '../canvas/runs.ts';
import { stepOf } from '../core/axis.ts';
import { shownKey } from '../core/key-names.ts';
import { type Keymap, keysOf } from '../core/keymap.ts';
import type { ActionId } from '../core/kinds.ts';
import type { ScreenState } from '../core/state.ts';
import { returnsTo, shownAt } from '../core/viewing.ts';

export interface BandInput {
  readonly scene: Scene;
  readonly state: Pick<ScreenState, 'axis' | 'utc'>;
  readonly keymap: Keymap;
  readonly glyphs: Glyphs;
  readonly unicode: boolean;
  /** IANA name of that of all clocks. */
  readonly timeZone: string;
  readonly width: number;
}

/** Across the screen in reverse: that this is not now, and the way back. What matters least gives way first. */
export function drawBand(input: BandInput): Line {
  const { scene, state, glyphs, width } = input;
  const [title, steps, more] = [titleOf(input), stepsText(input, state), aside(input)];
  const [long, short] = [wayBack(input, 'long'), wayBack(input, 'short')];
  const variants = [[title, steps, long, more], [title, long, more], [title, short, more], [title, short], [short]].map(
    inOneRow,
  );
  const text = variants.find((one) => lineWidth([run(one)]) <= width) ?? cut(title, width);
  const left = run(text, 'warn', { inverse: true, bold: true });
  const now = besides(newestOf(scene.room, scene.playback), scene, glyphs, width - lineWidth([left]));
  const rest = run(blank(Math.max(0, width - lineWidth([left, ...now]))), 'warn', { inverse: true });
  return [left, rest, ...now];
}

function inOneRow(parts: readonly Safe[]): Safe {
  const said = parts.filter((part) => part !== '');
  return safe(` ${joined(said, '   ')} `);
}

/** What the room is of: the instant, how long ago that was, or why another one is still shown. */
function titleOf({ scene, state, glyphs, timeZone: zone }: BandInput): Safe {
  const { playback, room } = scene;
  const at = shownAt(scene);
  const now = returnsTo(scene);
  const day = formatDay(at, zone);
  const date = safe(day === formatDay(now, zone) ? '' : `${day} `);
  const when = safe(`${date}${formatClock(at, zone)}${state.utc ? ' UTC' : ''}`);
  const ago = formatAge(secondsBetween(at, now));
  if (playback.kind === 'tape' && playback.goingTo !== undefined)
    return safe(
      `${glyphs.paused} ${playback.label} GOING TO ${when}: on its way, below is still ${formatClock(room.at, zone)}`,
    );
  if (playback.kind === 'tape')
    return safe(`${glyphs.paused} ${playback.label} ${when}, ${ago} before where you left it`);
  const viewing = playback.kind === 'live' ? playback.viewing : undefined;
  const still = safe(isStillNow(scene, at) ? 'now' : formatClock(room.at, zone));
  if (viewing?.asking) return safe(`${glyphs.paused} GOING TO ${when}: asking the servers, below is still ${still}`);
  if (viewing?.failed !== undefined)
    return safe(`${glyphs.paused} ${when} CANNOT BE SHOWN: ${viewing.failed}; below is still ${still}`);
  return safe(`${glyphs.paused} VIEWING ${when}, ${ago} ago`);
}

/** Whether the live room is still shown on the way to the past. */
const isStillNow = ({ room, playback }: Scene, at: Millis): boolean =>
  room.at !== at && room === newestOf(room, playback);

const keyOf = ({ keymap, unicode }: BandInput, action: ActionId): Safe | null => {
  const [key] = keysOf(keymap, action);
  return key === undefined ? null : shownKey(key, unicode);
};

function stepsText(input: BandInput, { axis }: Pick<ScreenState, 'axis'>): Safe {
  const keys = [keyOf(input, 'earlier'), keyOf(input, 'later')].flatMap((key) => key ?? []);
  return safe(keys.length === 0 ? '' : `${joined(keys, ' ')} ${formatDuration(stepOf(axis))}`);
}

function wayBack(input: BandInput, how: 'long' | 'short'): Safe {
  const key = keyOf(input, 'live');
  if (key === null) return safe('');
  if (input.scene.playback.kind === 'tape') return safe(`${key} ${how === 'long' ? 'goes back there' : 'back'}`);
  return safe(`${key} ${how === 'long' ? 'back to LIVE' : 'LIVE'}`);
}

/** Servers that did not answer for the past, or have nothing of it: what they would have told is unknown. */
function aside({ scene: { room, playback, blank = [] } }: BandInput): Safe {
  const isShown =
    playback.kind === 'live' && playback.viewing?.asking !== true && playback.viewing?.failed === undefined;
  // Of what fired Prometheus is asked, too.
  const asked = isShown ? room.sources.filter(({ kind }) => kind !== 'alertmanager') : [];
  const silent = asked.filter(({ state }) => state !== 'ok' && state !== 'partial');
  const names = joined(
    silent.map(({ id }) => id),
    ', ',
  );
  if (names !== '') return safe(`no answer from ${names}`);
  return safe(!isShown || blank.length === 0 ? '' : `nothing stored of then: ${joined(blank, ', ')}`);
}

/** Whoever looks back must not miss what goes wrong meanwhile. */
function besides(newest: Room, { room }: Scene, glyphs: Glyphs, width: number): Line {
  if (newest === room || newest.state === 'ok' || width < LEAST_ASIDE) return [];
  const text = cut(`${glyphs[newest.state]} ${headline(newest)}`, width - 7);
  return [run(' NOW ', 'text', { bold: true }), run(` ${text} `, toneOf(newest.state), loudness(newest.state))];
}

const LEAST_ASIDE = 24;
const toneOf = (state: State) => (state === 'fail' ? 'danger' : state);
const loudness = (state: State) => ({ bold: true, inverse: state !== 'fail' });
