import type { Room } from '../room/room.ts';
import { selectedCheck } from './move.ts';
import { infraKey } from './rows.ts';
import type { ScreenState, Subject, View } from './state.ts';
import { selection } from './world.ts';

const chart = (subject: Subject): View => ({ kind: 'chart', subject });

/** The view `enter` leads to from here; null when there is nothing more to see. */
function viewOf(state: ScreenState, room: Room): View | null {
  const view = state.views.at(-1);
  if (view?.kind === 'ring') {
    const ring = room.rings.find((r) => r.id === view.ring);
    const check = ring === undefined ? undefined : selectedCheck(ring, view.check);
    return check === undefined ? null : chart({ kind: 'check', ring: view.ring, check });
  }
  const chosen = view === undefined ? selection(state, room) : null;
  switch (chosen?.panel) {
    case 'rings':
      return { kind: 'ring', ring: chosen.id, check: null };
    case 'comparison':
      return chart({ kind: 'metric', metric: chosen.id });
    case 'traffic':
      return chart({ kind: 'traffic' });
    case 'alerts':
      return { kind: 'alert', fingerprint: chosen.id, scroll: 0 };
    case 'infra':
      return chart({ kind: 'infra', row: chosen.id });
    default:
      return null;
  }
}

/** Opens the details of what is selected. */
export function open(state: ScreenState, room: Room): ScreenState {
  const view = viewOf(state, room);
  return view === null ? state : { ...state, views: [...state.views, view] };
}

/** The selected thing as one would paste it into a chat: what it is, then how to find it. */
export function copyText(state: ScreenState, room: Room): string | null {
  const view = state.views.at(-1);
  const chosen = selection(state, room);
  const alertId = view?.kind === 'alert' ? view.fingerprint : chosen?.panel === 'alerts' && !view ? chosen.id : null;
  const alert = room.alerts.list.find((a) => a.fingerprint === alertId);
  if (alert !== undefined) {
    const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    const lines = [`${alert.tier} ${alert.name}: ${alert.summary}`, `{${labels.join(', ')}}`];
    if (alert.runbook !== null) lines.push(alert.runbook);
    return lines.join('\n');
  }
  const ringId = view?.kind === 'ring' ? view.ring : chosen?.panel === 'rings' && !view ? chosen.id : null;
  const ring = room.rings.find((r) => r.id === ringId);
  if (ring !== undefined) return `${ring.id} (${ring.name}): ${ring.state}, ${ring.reason}`;
  const expr = exprOf(view?.kind === 'chart' ? view.subject : subjectOf(chosen), room);
  return expr ?? chosen?.id ?? null;
}

function subjectOf(chosen: ReturnType<typeof selection>): Subject | null {
  if (chosen?.panel === 'comparison') return { kind: 'metric', metric: chosen.id };
  if (chosen?.panel === 'infra') return { kind: 'infra', row: chosen.id };
  return chosen?.panel === 'traffic' ? { kind: 'traffic' } : null;
}

/** The PromQL of what a chart shows. */
function exprOf(subject: Subject | null, room: Room): string | undefined {
  switch (subject?.kind) {
    case 'metric':
      return room.comparison?.metrics.find((m) => m.id === subject.metric)?.candidateExpr;
    case 'check':
      return room.rings.find((r) => r.id === subject.ring)?.checks.find((c) => c.id === subject.check)?.expr;
    case 'infra':
      return room.infra.find((item) => infraKey(item) === subject.row)?.expr;
    case 'traffic':
      return room.traffic?.shares.map((share) => share.expr).join('\n');
    default:
      return undefined;
  }
}
