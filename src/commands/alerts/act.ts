import { inTurn } from '../../operations/acks/alert-results.ts';
import type { ActResult, Operations } from '../../operations/operations.ts';
import type { Room, RoomAlert } from '../../room/room.ts';
import { actOnce } from '../shared/act.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import type { World } from '../shared/world.ts';
import { type AlertChoice, choose } from './choice.ts';

/** What is done, as JSON names it, to which alerts. */
interface AlertAct {
  readonly act: string;
  readonly choice: AlertChoice;
  readonly format: Format;
}

/** Lets the operator act on the alerts chosen. Exit 1 when `--matching` fits none: that is nobody's mistake, but nothing was done. */
export const actOnAlerts = <T>(
  world: World,
  options: GlobalOptions,
  { act, choice, format }: AlertAct,
  chosenIn: (room: Room, choice: AlertChoice) => readonly T[],
  run: (operations: Operations, chosen: readonly T[], room: Room) => Promise<ActResult>,
): Promise<number> =>
  actOnce(world, options, {
    part: { of: 'alerts' },
    format,
    about: { act },
    async act(operations, room) {
      try {
        const chosen = chosenIn(room, choice);
        return chosen.length > 0
          ? await run(operations, chosen, room)
          : { result: 'refused', message: `no alert fits ${(choice.matching ?? []).join(', ')}`, alerts: [] };
      } finally {
        // What the operator acknowledged before and is over by now is not left behind.
        await operations.tendAcks(room);
      }
    },
  });

/** As `actOnAlerts`, one listed alert after the other. @param done what is said of those it was done to */
export const actOnEach = (
  world: World,
  options: GlobalOptions,
  act: AlertAct,
  done: string,
  run: (operations: Operations, alert: RoomAlert) => Promise<ActResult>,
): Promise<number> =>
  actOnAlerts(world, options, act, choose, (operations, alerts) =>
    inTurn(alerts, (alert) => run(operations, alert), done),
  );
