import type { Scene } from '../../session/session.ts';
import { formatClock, formatDuration } from '../../text/format.ts';
import { type Safe, safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { addSeconds, type Millis, millis, type Seconds, seconds } from '../../units.ts';
import { axisRange, closer, farther, stepOf } from '../core/axis.ts';
import { also, type Effect, flash, only, type Step } from '../core/effects.ts';
import { readInstant } from '../core/instant.ts';
import { shownKey } from '../core/key-names.ts';
import { keysOf } from '../core/keymap.ts';
import { toLast } from '../core/places.ts';
import { type Axis, WHOLE_AXIS, zoneOf } from '../core/state.ts';
import { endOf, isBack, returnsTo, shownAt } from '../core/viewing.ts';
import type { InRoom, World } from '../core/world.ts';
import { logsShownUntil, logsUntil } from '../views/logs/follow-room.ts';
import { type Action, inRoom } from './action.ts';
import { incidentStart } from './incident-start.ts';

const LEFT = 'This is as far as the tape has played, and charts show all of it';

/** The whole room, with its logs, goes to an instant; null: to now, or to where the tape had come to. */
export function viewAt(here: InRoom, at: Millis | null): Step {
  const { scene, world } = here;
  // Of a tape nothing ends at where it was left.
  const to = at === null || (scene.playback.kind === 'live' && at >= world.now) ? null : at;
  return going(here, to, { kind: 'view', at: to });
}

function going(here: InRoom, to: Millis | null, effect: Effect): Step {
  const { state, effects } = logsUntil(to, here);
  return also(state, effect, ...effects);
}

/** The same for an instant as an operator types it: `07:41`, `-12m`. */
export function viewAtText(here: InRoom, text: string): Step {
  const { state, world, scene } = here;
  const read = readInstant(text, {
    now: returnsTo(scene),
    end: endOf(scene),
    timeZone: zoneOf(state, world.localZone),
  });
  if (read.at === null) return flash(state, 'error', `"${sanitiseLine(text)}": ${read.why}`);
  const why = beforeTape(read.at, here);
  if (why !== null) return flash(state, 'error', `"${sanitiseLine(text)}": ${why}`);
  const step = viewAt(here, read.at);
  return read.note === null ? step : also(flash(step.state, 'info', read.note).state, ...step.effects);
}

/** Why a tape does not go there: it begins later, and while it is being read, what is meant may be yet to come. */
function beforeTape(at: Millis, { state, world, scene }: InRoom): Safe | null {
  const { room, playback } = scene;
  if (playback.kind !== 'tape') return null;
  const start = millis(room.at - playback.position * 1000);
  if (at >= start) return null;
  const clock = (of: Millis) => formatClock(of, zoneOf(state, world.localZone));
  return playback.reading
    ? safe(`the tape is still being read, up to ${clock(endOf(scene))}; try again in a moment`)
    : safe(`the tape begins at ${clock(start)}`);
}

/** All charts show so much time from now on; null, or more than there is: all of it. */
export function showSpan({ state, scene: { trends, room } }: InRoom, wished: Seconds | null): Step {
  const span = wished !== null && millis(room.at - wished * 1000) > trends.since ? wished : null;
  const { from, to } = axisRange({ span }, trends.since, room.at);
  const all = safe(`all there is, ${formatDuration((to - from) / 1000)}`);
  const told =
    span !== null ? formatDuration(span) : wished === null ? all : safe(`${all}: no more is asked of the servers`);
  return flash({ ...state, axis: { span } }, 'info', `All charts show ${told}`);
}

/** Goes through time by one step of what charts show. */
const shifted = (by: 1 | -1) =>
  inRoom((here) => {
    const { state, world, scene } = here;
    const { playback } = scene;
    const step = seconds(by * stepOf(state.axis));
    if (playback.kind === 'tape') return also(state, { kind: 'seek', seconds: step });
    const logs = logsShownUntil(here);
    if (logs !== null) return viewAt(here, addSeconds(logs, step));
    if (by > 0 && !isBack(playback) && !playback.paused) return only(state);
    const at = addSeconds(shownAt(scene), step);
    return going(here, at >= world.now ? null : at, { kind: 'seek', seconds: step });
  });

export const earlier: Action = {
  keys: ['['],
  context: 'time',
  hint: safe('earlier'),
  description: safe('The whole room one minute back; more if zoomed out'),
  hintPlace: 5,
  run: shifted(-1),
};

export const later: Action = {
  keys: [']'],
  context: 'time',
  hint: safe('later'),
  description: safe('The whole room one minute on, up to now'),
  hintPlace: 6,
  offered: (_, playback) => playback.kind === 'tape' || isBack(playback),
  run: shifted(1),
  idle: (_, keyOf) => safe(`This is now: there is nothing later; ${keyOf('earlier')} goes back`),
};

export const live: Action = {
  keys: ['0'],
  context: 'time',
  hint: safe('live'),
  description: safe('Back to now, or to where you left the tape; unzoom'),
  offered: (_, playback) => isBack(playback) || (playback.kind === 'live' && playback.paused),
  run: inRoom((here) => {
    const { state, scene } = here;
    const { playback } = scene;
    if (isBack(playback)) return viewAt(here, null);
    if (playback.kind === 'live' && playback.paused) return also(state, { kind: 'pause', paused: false });
    const unzoomed = { ...state, axis: WHOLE_AXIS, cursor: null };
    if (playback.kind === 'live') return only(unzoomed);
    // What is shown stays while a tape is on its way elsewhere: it may be back there already, and still going away.
    const told = state.axis.span === null ? flash(unzoomed, 'info', LEFT).state : unzoomed;
    return also(told, { kind: 'view', at: null });
  }),
  idle: () => safe('This is now, and charts show all there is'),
};

/** Another span for all charts. */
const scaled = (to: (axis: Axis, since: Millis, at: Millis) => Axis) =>
  inRoom((here) => {
    const { state, scene } = here;
    const axis = to(state.axis, scene.trends.since, scene.room.at);
    // Where no chart is in sight, that more or less is shown must be said.
    return axis.span === state.axis.span ? only(state) : showSpan(here, axis.span);
  });

export const zoomIn: Action = {
  keys: ['+'],
  context: 'time',
  hint: safe('zoom in'),
  description: safe('Less time on all charts'),
  run: scaled(closer),
  idle({ state, scene: { trends, room } }) {
    const { from, to } = axisRange(state.axis, trends.since, room.at);
    return safe(`Charts show ${formatDuration((to - from) / 1000)}: they cannot zoom in further`);
  },
};

const zoomedOut = scaled(farther);

/** Whoever pressed the key for the last view sees why it was not that, and what makes it so. */
function tellingLast({ state, effects }: Step, { keymap }: World): Step {
  if (state.flash === null || state.last === null) return { state, effects };
  const key = shownKey(keysOf(keymap, 'zoom-out')[0] ?? '-', true);
  const when = safe(state.axis.span === null ? 'again' : 'once they show all');
  return { state: flash(state, 'info', `${state.flash.text}; ${key} ${when}: the last view`).state, effects };
}

export const zoomOut: Action = {
  keys: ['-'],
  context: 'time',
  hint: safe('zoom out'),
  description: safe('More time on charts; once they show all: last view'),
  run(here, index) {
    const step = zoomedOut(here, index);
    // Where there is nothing to zoom out to, the key leads to the last view.
    return step.state === here.state ? toLast(here.state) : tellingLast(step, here.world);
  },
  idle: () => safe('Charts show all there is, and there is no earlier view'),
};

export const start: Action = {
  keys: ['i'],
  context: 'time',
  hint: safe('its start'),
  description: safe('To the start of the incident in view, or the worst'),
  run: inRoom((here) => {
    const { state, world, scene } = here;
    const at = incidentStart(state, scene);
    if (at === null) return flash(state, 'info', 'Nothing here is wrong, or it is not known since when');
    const step = viewAt(here, seenFrom(at, scene));
    const clock = formatClock(at, zoneOf(state, world.localZone));
    return also(flash(state, 'info', `It began at ${clock}`).state, ...step.effects);
  }),
};

/**
 * The first instant at which what began is seen: rooms of the past are of whole seconds, and on a tape it is there from the
 * next frame on.
 */
const seenFrom = (began: Millis, { playback, room }: Scene): Millis => {
  const second = millis(Math.ceil(began / 1000) * 1000);
  return playback.kind === 'tape' ? addSeconds(second, room.refresh) : second;
};

export const clocks: Action = {
  keys: ['z'],
  context: 'time',
  hint: safe('UTC'),
  description: safe('All clocks in UTC, or in local time again'),
  run({ state, world: { localZone } }) {
    if (localZone === 'UTC') return flash(state, 'info', 'Local time is UTC here: all clocks show it already');
    const utc = !state.utc;
    const told = utc ? safe('UTC') : safe(`local time: ${sanitiseLine(localZone)}`);
    return flash({ ...state, utc }, 'info', `All clocks show ${told}`);
  },
};
