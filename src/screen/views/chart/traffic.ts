import { labelsAsked } from '../../../logs/jump.ts';
import { formatValue } from '../../../text/format.ts';
import { safe } from '../../../text/safe.ts';
import { run } from '../../canvas/runs.ts';
import { newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import type { SubjectKind } from './subject.ts';

/** The requests of both versions. */
export const traffic: SubjectKind<Subject<'traffic'>> = {
  chart(_, input) {
    const { traffic } = input.room;
    if (traffic === null) return null;
    return {
      title: safe('Traffic'),
      unit: 'per-second',
      limit: null,
      curves: traffic.shares.map((s) => ({ expr: s.expr, line: s.role, name: s.label })),
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
