import { type Instead, type LogJump, labelsAsked } from '../../../logs/jump.ts';
import { own } from '../../../own.ts';
import type { Comparison, Ring, Room } from '../../../room/shown.ts';
import type { SavedLogs } from '../../../session/logs/scene.ts';
import type { Scene } from '../../../session/session.ts';
import type { Labels } from '../../../sources/prometheus/types.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { type Millis, millis, nanosOf } from '../../../units.ts';
import { chartRange } from '../../core/chart-window.ts';
import { also, flash, only, type Step } from '../../core/effects.ts';
import { infraKey, listSelection } from '../../core/rows.ts';
import { type ScreenState, type Subject, WHOLE } from '../../core/state.ts';
import { logEnd, logTime, selection, targetAlert, targetRing, type World } from '../../core/world.ts';
import { exprOfPattern, patternId, patternRows } from '../patterns/rows.ts';
import { logView } from './log-view.ts';

const MINUTE = 60_000;
/** Before and after an instant in the past that logs are wanted of, in milliseconds. */
const BEFORE = 10 * MINUTE;
const AFTER = 20 * MINUTE;
/** How far back logs are looked at unless something says from when on. */
const SPAN = 60 * MINUTE;

const noLogs = ({ playback }: Scene): Safe =>
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

/** Opens the logs of what is selected, around the time it is about. */
export function openLogs(state: ScreenState, scene: Scene, hasLoki: boolean): Step {
  if (state.views.at(-1)?.kind === 'logs') return only({ ...state, views: state.views.slice(0, -1) });
  if (!hasLoki) return flash(state, 'error', noLogs(scene));
  const jump = jumpFrom(state, scene);
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
  { label, query }: Pick<SavedLogs, 'label' | 'query'>,
  world: World,
): Step {
  const from = millis(logTime(world) - SPAN);
  const request = { about: label, query, from, to: logEnd(world.scene), at: null };
  return also(withView(state, null), { kind: 'logs', command: { do: 'open', request } });
}

/** Around the lines of a kind, and for how long they are not news any more, in milliseconds. */
const MARGIN = MINUTE;
const NEWS = 10 * MINUTE;

/** Opens the lines of the selected pattern; undefined elsewhere than in the list of patterns. */
export function openPattern(state: ScreenState, scene: Scene, hasLoki: boolean): Step | undefined {
  const { room } = scene;
  const view = state.views.at(-1);
  if (view?.kind !== 'patterns') return undefined;
  if (!hasLoki) return flash(state, 'error', noLogs(scene));
  const { selected } = listSelection(view, room);
  const row = patternRows(room).find((one) => patternId(one) === selected);
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

/** What the logs are wanted of here; null when nothing is selected that has labels. */
export function jumpFrom(state: ScreenState, scene: Scene): LogJump | null {
  const { room } = scene;
  const view = state.views.at(-1);
  const alert = targetAlert(state, room);
  if (alert !== undefined) return around(room, alert.name, alert.labels, alert.startsAt);
  if (view?.kind === 'chart') return ofSubject(view.subject, state, scene);
  if (view?.kind === 'ring' && view.check !== null)
    return ofSubject({ kind: 'check', ring: view.ring, check: view.check }, state, scene);
  const ring = targetRing(state, room);
  if (ring !== undefined) {
    const labels = { ...shared(ring.checks.map(({ expr }) => labelsAsked(expr))), ring: ring.id };
    return {
      ...untilNow(room, `${ring.id}: ${ring.name}`, labels, ring.deployedAt),
      instead: insteadOfRing(room, ring),
    };
  }
  if (view?.kind === 'verdict') return ofCandidate(room);
  const chosen = view === undefined ? selection(state, room) : null;
  if (chosen?.panel === 'comparison') return ofSubject({ kind: 'metric', metric: chosen.id }, state, scene);
  if (chosen?.panel === 'infra') return ofSubject({ kind: 'infra', row: chosen.id }, state, scene);
  return chosen?.panel === 'traffic' ? ofSubject({ kind: 'traffic' }, state, scene) : null;
}

/** Labels that all of them have, with one value. */
function shared(all: readonly Labels[]): Labels {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((one) => own(one, name) === value)),
  );
}

/** From a while before an instant; what is long past has an end too. */
function around(room: Room, about: string, labels: Labels, at: Millis): LogJump {
  const from = millis(at - BEFORE);
  const to = millis(at + AFTER);
  return to < room.at ? { about, labels, from, to, at } : { about, labels, from, to: null, at };
}

const untilNow = (room: Room, about: string, labels: Labels, from: Millis | null): LogJump => ({
  about,
  labels,
  from: from ?? millis(room.at - SPAN),
  to: null,
  at: null,
});

function ofCandidate(room: Room): LogJump | null {
  const { comparison } = room;
  return comparison === null ? null : untilNow(room, comparison.candidate.label, everyCandidateLabel(comparison), null);
}

/** Labels that every metric of the candidate is asked with, and its version. */
const everyCandidateLabel = ({ candidate, metrics }: Comparison): Labels => ({
  version: candidate.id,
  ...shared(metrics.map(({ candidateExpr }) => labelsAsked(candidateExpr))),
});

/** Many logs do not say of which ring they are: then the version says it that the ring was given. */
function insteadOfRing({ comparison }: Room, { id, deployedAt }: Ring): Instead | undefined {
  if (comparison === null) return undefined;
  const { label } = comparison.candidate;
  const what = deployedAt === null ? `${label}, which ${id} does not run yet` : `${label} since ${id} runs it`;
  const remark = `All of ${what}: the logs do not tell the ring apart.`;
  return { of: 'ring', labels: everyCandidateLabel(comparison), remark };
}

/** Where no query says it, the candidate may be found by its version. */
const candidateLabels = ({ comparison }: Room): Labels =>
  comparison === null ? {} : { version: comparison.candidate.id };

/** The window of the chart, when it was moved or is one; else the last hour. */
function ofSubject(subject: Subject, state: ScreenState, { room, trends }: Scene): LogJump | null {
  const asked = exprOf(subject, room);
  if (asked === null) return null;
  const { about, labels } = asked;
  const view = state.views.at(-1);
  const window = view !== undefined && 'window' in view ? view.window : WHOLE;
  if (window.span === null && window.end === null) return untilNow(room, about, labels, null);
  const { from, to } = chartRange(window, trends.since, room.at);
  return { about, labels, from, to: window.end === null ? null : to, at: null };
}

function exprOf(subject: Subject, room: Room): { readonly about: string; readonly labels: Labels } | null {
  switch (subject.kind) {
    case 'metric': {
      const metric = room.comparison?.metrics.find(({ id }) => id === subject.metric);
      if (metric === undefined) return null;
      return { about: metric.label, labels: { ...candidateLabels(room), ...labelsAsked(metric.candidateExpr) } };
    }
    case 'check': {
      const ring = room.rings.find(({ id }) => id === subject.ring);
      const check = ring?.checks.find(({ id }) => id === subject.check);
      if (ring === undefined || check === undefined) return null;
      return { about: `${ring.id} ${check.label}`, labels: { ring: ring.id, ...labelsAsked(check.expr) } };
    }
    case 'infra': {
      const item = room.infra.find((one) => infraKey(one) === subject.row);
      if (item === undefined) return null;
      const labels = { ...labelsAsked(item.expr), ...item.exactLabels };
      return { about: `${item.group} ${item.label}`, labels };
    }
    case 'traffic': {
      const candidate = room.traffic?.shares.find(({ role }) => role === 'candidate');
      return candidate === undefined
        ? null
        : { about: candidate.label, labels: { version: candidate.version, ...labelsAsked(candidate.expr) } };
    }
  }
}
