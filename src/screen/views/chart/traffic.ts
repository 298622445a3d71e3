import { labelsAsked } from '../../../logs/jump.ts';
import type { TrafficShare } from '../../../room/shown.ts';
import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { trafficSentence } from '../../../wording/incident.ts';
import { trafficReason } from '../../../wording/traffic.ts';
import type { Curve } from '../../canvas/charts/trend.ts';
import { run } from '../../canvas/runs.ts';
import { candidateAlert, ringInStage, stageOf } from '../incident/stage.ts';
import { newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import type { SubjectKind } from './subject.ts';

/** The requests of each version, the candidate above the baseline. */
export const trafficCurves = (shares: readonly TrafficShare[]): readonly Curve[] =>
  shares
    .toSorted((a, b) => Number(a.role === 'candidate') - Number(b.role === 'candidate'))
    .map(({ expr, role, label }) => ({ expr, line: role, name: label }));

/** The requests of both versions. */
export const traffic: SubjectKind<Subject<'traffic'>> = {
  all: ({ traffic }) => (traffic === null ? [] : [{ kind: 'traffic' }]),
  standing: (_, { traffic }) => traffic?.state ?? null,
  told(_, room) {
    const { traffic, at } = room;
    if (traffic === null) return null;
    return {
      title: safe('Traffic'),
      sentence: trafficSentence(traffic, at),
      more: traffic.because === 'off' || traffic.because === 'no-plan' ? [] : [trafficReason(traffic, at)],
      places: stageOf(room),
      alert: candidateAlert(room),
      ring: ringInStage(room),
    };
  },
  watched: () => null,
  chart(_, input) {
    const { traffic } = input.room;
    if (traffic === null) return null;
    return {
      title: safe('Traffic'),
      unit: 'per-second',
      limit: null,
      curves: trafficCurves(traffic.shares),
      facts: traffic.shares.map((s) => [
        run(`${s.label} `, s.role, { bold: true }),
        ...newestRuns(s.requests, 'per-second', input),
        run(s.share === null ? '' : `   ${formatValue(s.share, 'ratio')} of all`, 'dim'),
      ]),
    };
  },
  expr: (_, { traffic }) => traffic?.shares.map((share) => share.expr.text).join('\n') ?? null,
  logs(_, { traffic }) {
    const candidate = traffic?.shares.find(({ role }) => role === 'candidate');
    if (candidate === undefined) return null;
    return { about: candidate.label, labels: { version: candidate.version, ...labelsAsked(candidate.expr.text) } };
  },
};
