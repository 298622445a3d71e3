import type { LogJump } from '../../../logs/jump.ts';
import type { SavedLogs } from '../../../session/logs/scene.ts';
import type { Scene } from '../../../session/session.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { type Millis, millis, nanosOf } from '../../../units.ts';
import { also, flash, only, type Step } from '../../core/effects.ts';
import type { ScreenState } from '../../core/state.ts';
import { logEnd, logTime, type World } from '../../core/world.ts';
import { exprOfPattern, type PatternRow } from '../patterns/rows.ts';
import { SPAN } from './jumps.ts';
import { logView } from './state.ts';

const MINUTE = 60_000;

/** Why there are no logs to show. */
export const noLogs = ({ playback }: Scene): Safe =>
  playback.kind === 'tape'
    ? safe(
        'This tape holds no logs: it was recorded without a Loki that answered, with --no-logs, or by a profile that asks for none.',
      )
    : safe('The profile names no Loki: there are no logs to show.');

/** Logs are shown in place of whatever logs were open. */
const withView = (state: ScreenState, at: Millis | null): ScreenState => ({
  ...state,
  views: [
    ...state.views.filter(({ kind }) => kind !== 'logs'),
    logView(at === null ? null : { at: nanosOf(at), id: 0 }),
  ],
});

/** Opens the logs of what is selected, if that has any: else a query is typed. */
export function openLogs(state: ScreenState, scene: Scene, hasLoki: boolean, jump: LogJump | null): Step {
  if (!hasLoki) return flash(state, 'error', noLogs(scene));
  if (jump === null) return onlyQuery(state);
  const until = { ...jump, to: logEnd(scene, jump.to) };
  return also(withView(state, jump.at), { kind: 'logs', command: { do: 'jump', jump: until } });
}

/** Nothing is selected that has labels: the query is typed. */
const onlyQuery = (state: ScreenState): Step =>
  only({
    ...withView(state, null),
    dialog: { kind: 'log-query', line: { text: '', at: 0 }, chosen: 0, message: safe('') },
  });

/** Opens a query on the last hour and what comes. */
export function openQuery(
  state: ScreenState,
  { label, query, server }: Pick<SavedLogs, 'label' | 'query' | 'server'>,
  world: World,
): Step {
  const from = millis(logTime(world) - SPAN);
  const request = { about: label, query, server, from, to: logEnd(world.scene), at: null };
  return also(withView(state, null), { kind: 'logs', command: { do: 'open', request } });
}

/** Around the lines of a kind, and for how long they are not news any more, in milliseconds. */
const MARGIN = MINUTE;
const NEWS = 10 * MINUTE;

/** Opens the lines of a pattern. */
export function openPattern(row: PatternRow | undefined, state: ScreenState, scene: Scene, hasLoki: boolean): Step {
  const { room } = scene;
  if (!hasLoki) return flash(state, 'error', noLogs(scene));
  if (row === undefined) return only(state);
  const { template, firstSeen, lastSeen } = row;
  const request = {
    about: template,
    query: exprOfPattern(row),
    from: millis(firstSeen - MARGIN),
    to: logEnd(scene, room.at - lastSeen < NEWS ? null : millis(lastSeen + MARGIN)),
    at: null,
  };
  return also(withView(state, null), { kind: 'logs', command: { do: 'open', request } });
}
