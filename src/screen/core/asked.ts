import { sameOperator } from '../../room/rings/approvals.ts';
import type { Ring, Room } from '../../room/shown.ts';

/** The rings on which somebody waits for this operator's confirmation. */
export const askedOf = (room: Room, operator: string): readonly Ring[] =>
  room.rings.filter(({ approval }) => approval !== null && !sameOperator(approval.by, operator));
