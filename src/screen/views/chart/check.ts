import { labelsAsked } from '../../../logs/jump.ts';
import type { Room } from '../../../room/shown.ts';
import { safe } from '../../../text/safe.ts';
import { run } from '../../canvas/runs.ts';
import { limitText, stateMark } from '../../panels/parts.ts';
import { newestRuns } from './now.ts';
import type { Subject } from './state.ts';
import type { SubjectKind } from './subject.ts';

function checkOf(subject: Subject<'check'>, { rings }: Room) {
  const ring = rings.find(({ id }) => id === subject.ring);
  const check = ring?.checks.find(({ id }) => id === subject.check);
  return ring === undefined || check === undefined ? null : { ring, check };
}

/** A check of a ring. */
export const check: SubjectKind<Subject<'check'>> = {
  chart(subject, input) {
    const found = checkOf(subject, input.room);
    if (found === null) return null;
    const { ring, check } = found;
    const { glyphs } = input;
    return {
      title: safe(`${ring.id} ${glyphs.becomes} ${check.label}`),
      unit: check.unit,
      limit: check.limit,
      curves: [{ expr: check.expr, line: 'candidate' }],
      facts: [
        [
          stateMark(check.state, glyphs),
          run(' '),
          ...newestRuns(check.reading, check.unit, input),
          run(`   limit ${limitText(check, glyphs)}`, 'dim'),
        ],
      ],
    };
  },
  expr: (subject, room) => checkOf(subject, room)?.check.expr.text ?? null,
  logs(subject, room) {
    const found = checkOf(subject, room);
    if (found === null) return null;
    const { ring, check } = found;
    return { about: `${ring.id} ${check.label}`, labels: { ring: ring.id, ...labelsAsked(check.expr.text) } };
  },
};
