import { isDeepStrictEqual } from 'node:util';
import type { Room } from '../../../room/shown.ts';
import type { Safe } from '../../../text/safe.ts';
import { isOfBoard } from '../../core/panel-key.ts';
import { infraKey } from '../../panels/page.ts';
import type { Subject } from '../chart/state.ts';
import { measuredFacts } from './measured.ts';
import { worstRow } from './worst.ts';

/** What else fails in the room: of so many at most each in a sentence, and how many more there are. */
export function othersFailing(
  subject: Subject | null,
  room: Room,
  most: number,
): { readonly told: readonly Safe[]; readonly more: number } {
  const others = failing(room).filter((one) => !isDeepStrictEqual(one, subject));
  const shown = others.length > most ? others.slice(0, most - 1) : others;
  return {
    told: shown.flatMap((one) => measuredFacts(one, room)?.sentence ?? []),
    more: others.length - shown.length,
  };
}

/** Everything that fails: what rolls out, then what it stands on, then what was promised. */
function failing({ comparison, rings, infra, panels, slos, slas }: Room): readonly Subject[] {
  const isFailing = ({ state }: { readonly state: Room['state'] }): boolean => state === 'fail';
  return [
    ...(comparison?.metrics ?? []).filter(isFailing).map(({ id }): Subject => ({ kind: 'metric', metric: id })),
    ...rings
      .filter(({ deployedAt }) => deployedAt !== null)
      .flatMap(({ id: ring, checks }) =>
        checks.filter(isFailing).map(({ id }): Subject => ({ kind: 'check', ring, check: id })),
      ),
    ...infra.filter(isFailing).map((item): Subject => ({ kind: 'infra', row: infraKey(item) })),
    ...panels
      .filter(isFailing)
      .flatMap((panel): Subject[] =>
        isOfBoard(panel.key) ? [{ kind: 'panel', panel: panel.key, row: worstRow(panel) }] : [],
      ),
    ...slos.filter(isFailing).map(({ id }): Subject => ({ kind: 'slo', slo: id })),
    ...slas.filter(isFailing).map(({ id }): Subject => ({ kind: 'sla', sla: id })),
  ];
}
