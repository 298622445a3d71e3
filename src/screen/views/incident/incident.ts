import { type Safe, safe } from '../../../text/safe.ts';
import { alertCopy } from '../../core/copies.ts';
import type { ActionId, View } from '../../core/kinds.ts';
import { chartView } from '../chart/state.ts';
import { isSubject, subjectCopy, subjectLogs } from '../chart/subjects.ts';
import type { ViewKind } from '../kind.ts';
import { alertLogs, candidateLogs } from '../logs/jumps.ts';
import { drawIncident } from './draw.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { shownSince } from './span.ts';
import type { Incident } from './state.ts';

/** One thing that is wrong, with all that is asked at night. */
export const incident: ViewKind<View<'incident'>> = {
  contexts: [],
  draw: (view, input) => drawIncident(view, input),
  chartedSince({ about }, scene) {
    const facts = factsOf(about, scene.room);
    return facts && shownSince(facts, scene);
  },
  move: (view, by) => ({ ...view, scroll: Math.max(0, view.scroll + by) }),
  open({ about }, room) {
    if (about.kind === 'patterns') return { kind: 'patterns', chosen: null, scroll: 0, filter: '' };
    if (about.kind === 'verdict') return { kind: 'verdict', scroll: 0 };
    const subject = factsOf(about, room)?.subject ?? null;
    return subject && chartView(subject);
  },
  copy({ about }, room) {
    const facts = factsOf(about, room);
    if (facts === null) return null;
    if (about.kind === 'alert') return alertCopy(about.fingerprint, room);
    const expr = isSubject(about) ? subjectCopy(about, room) : null;
    return expr === null ? saidOf(facts) : `${saidOf(facts)}\n${expr}`;
  },
  logs({ about }, scene) {
    const { room } = scene;
    if (about.kind === 'alert') return alertLogs(about.fingerprint, room);
    if (isSubject(about)) return subjectLogs(about, scene);
    return factsOf(about, room)?.ring ? candidateLogs(room) : null;
  },
  about: ({ about }, room) => aboutOf(factsOf(about, room)),
  hints: ({ about }) => ({
    first: FIRST[about.kind] ?? MEASURED,
    besides: ['copy', 'validate', 'verdict', 'cursor-back'],
  }),
  hintWords: { open: safe('chart') },
};

/** Keys worth knowing first of what is measured, and of what is not. */
const MEASURED: readonly ActionId[] = ['open', 'acknowledge', 'claim', 'logs', 'runbook'];
const SERVERS: readonly ActionId[] = ['asked', 'refresh'];
const FIRST: Readonly<Partial<Record<Incident['kind'], readonly ActionId[]>>> = {
  alert: ['acknowledge', 'claim', 'logs', 'runbook', 'open', 'unacknowledge'],
  source: SERVERS,
  alerts: [...SERVERS, 'acknowledge', 'claim'],
  unanswered: SERVERS,
  patterns: ['patterns', 'logs', 'acknowledge'],
  'ring-store': ['refresh'],
  'on-call': ['refresh'],
  'nothing-watched': [],
};

const saidOf = ({ title, sentence }: Facts): Safe => safe(`${title}: ${sentence}`);

/** What acts are about on its page. */
function aboutOf(facts: Facts | null): ReturnType<NonNullable<ViewKind<View<'incident'>>['about']>> {
  const { alert = null, ring = null } = facts ?? {};
  return { ...(alert && { alert: alert.fingerprint }), ...(ring !== null && { ring }) };
}
