import type { Ring, Room } from '../../../room/shown.ts';
import { ringCopy } from '../../core/copies.ts';
import type { View } from '../../core/kinds.ts';
import { rowAfter } from '../../core/rows.ts';
import { worstFirst } from '../../core/worst.ts';
import { checkDistance } from '../../panels/ring-checks.ts';
import { chartView, type Subject } from '../chart/state.ts';
import { subjectLogs } from '../chart/subjects.ts';
import { measuredFacts } from '../incident/measured.ts';
import { shownSince } from '../incident/span.ts';
import type { ViewKind } from '../kind.ts';
import { ringLogs } from '../logs/jumps.ts';
import { alertOfRing } from './beside.ts';
import { drawRing } from './draw.ts';
import { selectedCheck } from './selected-check.ts';

const ringOf = ({ ring }: View<'ring'>, { rings }: Room): Ring | undefined => rings.find(({ id }) => id === ring);

const subjectOf = (ring: string, check: string): Subject => ({ kind: 'check', ring, check });

/** The worst alert that fires for it. */
function alertOf({ ring }: View<'ring'>, room: Room): { readonly alert?: string } {
  const found = alertOfRing(ring, room);
  return found === null ? {} : { alert: found.fingerprint };
}

/** The details of a ring: its checks, and the trend of the selected one. */
export const ring: ViewKind<View<'ring'>> = {
  contexts: [],
  draw(view, input) {
    const found = ringOf(view, input.room);
    return found === undefined ? null : drawRing(found, view.check, input);
  },
  chartedSince(view, scene) {
    const found = ringOf(view, scene.room);
    const check = found && selectedCheck(found, view.check);
    const facts = check === undefined ? null : measuredFacts(subjectOf(view.ring, check), scene.room);
    return facts && shownSince(facts, scene);
  },
  move(view, by, room) {
    const found = ringOf(view, room);
    if (found === undefined) return view;
    const selected = selectedCheck(found, view.check);
    const next = rowAfter(
      worstFirst(found.checks, checkDistance).map(({ id }) => id),
      selected,
      by,
    );
    return next === undefined || next === selected ? view : { ...view, check: next };
  },
  open(view, room) {
    const found = ringOf(view, room);
    const check = found && selectedCheck(found, view.check);
    return check === undefined ? null : chartView(subjectOf(view.ring, check));
  },
  copy: (view, room) => ringCopy(view.ring, room),
  logs: (view, scene, { axis }) =>
    view.check === null ? ringLogs(view.ring, scene.room) : subjectLogs(subjectOf(view.ring, view.check), scene, axis),
  about: (view, room) => ({ ring: view.ring, ...alertOf(view, room) }),
  hints: () => ({
    first: ['validate', 'revoke', 'acknowledge', 'claim', 'open'],
    besides: ['cursor-back', 'zoom-in', 'zoom-out', 'earlier', 'later', 'live'],
  }),
};
