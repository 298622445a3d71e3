import { inTurn } from '../../operations/acks/alert-results.ts';
import type { AckWish } from '../../operations/operations.ts';
import { sameOperator } from '../../room/rings/approvals.ts';
import type { Room } from '../../room/room.ts';
import { formatDuration } from '../../text/format.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import type { World } from '../shared/world.ts';
import { actOnAlerts } from './act.ts';
import { type AlertChoice, choose, chooseAcks } from './choice.ts';

/** Acknowledges alerts, and leaves them to an open room. */
export const acknowledge = (
  world: World,
  options: GlobalOptions,
  choice: AlertChoice,
  wish: AckWish,
  format: Format,
): Promise<number> =>
  actOnAlerts(world, options, { act: 'acknowledge', choice, format }, choose, async (operations, alerts, room) => {
    const result = await operations.acknowledge(alerts, wish);
    const lasts =
      wish.duration === undefined && result.result === 'done' ? `. ${untilWhen(room, operations.operator)}` : '';
    return { ...result, message: `${result.message}${lasts}` };
  });

/** A command does not stay to extend what it acknowledged. */
function untilWhen({ presence, ackLife }: Room, operator: string): string {
  const kept = presence?.some(({ by, kind }) => kind === 'terminal' && sameOperator(by, operator)) ?? false;
  const lasts = formatDuration(ackLife.duration);
  return kept
    ? 'Your open ringdeck extends it while the alert fires'
    : `It ends in ${lasts}; an open ringdeck of yours, or --follow, would extend it while the alert fires`;
}

/** Takes acknowledgements back, also of alerts that are over. */
export const takeBackAcks = (
  world: World,
  options: GlobalOptions,
  choice: AlertChoice,
  format: Format,
): Promise<number> =>
  actOnAlerts(world, options, { act: 'unacknowledge', choice, format }, chooseAcks, (operations, acks) =>
    inTurn(
      acks,
      (ack) => ('standing' in ack ? operations.finishAck(ack) : operations.unacknowledge(ack)),
      'taken back',
    ),
  );
