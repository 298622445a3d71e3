import { hostname } from 'node:os';
import type { AckWish } from '../../operations/operations.ts';
import { sameOperator } from '../../room/rings/approvals.ts';
import type { Room, RoomAlert } from '../../room/room.ts';
import type { Session } from '../../session/session.ts';
import { formatDuration } from '../../text/format.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { secondsBetween } from '../../units.ts';
import { endingText } from '../../wording/acks.ts';
import { answer } from '../shared/act.ts';
import { openServers } from '../shared/context.ts';
import { EXIT } from '../shared/failure.ts';
import type { Format, GlobalOptions } from '../shared/globals.ts';
import { openLiveSession } from '../shared/live.ts';
import { operatorOf } from '../shared/operator.ts';
import type { Output } from '../shared/print.ts';
import { openProfile } from '../shared/profile.ts';
import { aborted, stopSignal } from '../shared/stop.ts';
import type { World } from '../shared/world.ts';
import { type AlertChoice, choose } from './choice.ts';

/** Acknowledges alerts, and stays as a room without a screen does until each of them is over or taken back. */
export async function followAcks(
  world: World,
  options: GlobalOptions,
  choice: AlertChoice,
  wish: AckWish,
  format: Format,
): Promise<number> {
  const { plan } = await openProfile(world, options);
  const servers = openServers(plan);
  const operator = operatorOf(world, options);
  const session = await openLiveSession(
    world,
    plan,
    servers,
    options,
    { of: 'states' },
    { visitor: { by: operator, host: hostname(), kind: 'terminal' } },
  );
  const stop = stopSignal(world);
  try {
    session.start();
    const room = await nextRoom(session, stop);
    if (!room) return EXIT.fail;
    const alerts = choose(room, choice);
    const result = await session.operations.acknowledge(alerts, wish);
    const exit = answer(world.out, format, room, result, { act: 'acknowledge' });
    if (exit === EXIT.ok) {
      say(
        world.out,
        'It stays, to keep that up until the alerts are over. Ctrl-C leaves; what is acknowledged then ends by itself',
      );
      await follow(world.out, session, alerts, operator, stop);
    }
    return exit;
  } finally {
    session.stop();
    await servers.close();
  }
}

/** Follows until nothing is left to keep up, and tells what became of each. */
async function follow(
  out: Output,
  session: Session,
  alerts: readonly RoomAlert[],
  operator: string,
  stop: AbortSignal,
): Promise<void> {
  const left = new Map(alerts.map(({ fingerprint, name }) => [fingerprint, name]));
  /** Seen as acknowledged: before, the room may be of the moment before the act. */
  const acked = new Set<string>();
  session.refreshAfterAct();
  while (left.size > 0) {
    const room = await nextRoom(session, stop);
    if (!room) return tellWhatStays(out, session, left);
    for (const [fingerprint, name] of left) {
      const became = whatBecame(room, fingerprint, operator);
      if (became === null) acked.add(fingerprint);
      else if (acked.has(fingerprint)) {
        left.delete(fingerprint);
        say(out, `${name} ${became}`);
      }
    }
  }
}

/** What became of an acknowledgement, behind the alert's name; null while it is to be kept up. */
function whatBecame({ alerts, at }: Room, fingerprint: string, operator: string): string | null {
  const alert = alerts.list.find((listed) => listed.fingerprint === fingerprint);
  if (alert) return alert.ack && sameOperator(alert.ack.by, operator) ? null : 'is no longer acknowledged by you';
  const ended = alerts.ended.find((one) => one.fingerprint === fingerprint);
  if (ended) return ended.standing.length > 0 || ended.telling === 'unlisted' ? null : endingText(ended, at);
  const stands = alerts.freshness !== 'ok' || alerts.acks.some((ack) => ack.fingerprint === fingerprint);
  return stands ? null : 'is listed no more, and no longer acknowledged';
}

function tellWhatStays(out: Output, session: Session, left: ReadonlyMap<string, string>): void {
  const { at, alerts } = session.scene()?.room ?? {};
  for (const [fingerprint, name] of left) {
    const ack = alerts?.list.find((listed) => listed.fingerprint === fingerprint)?.ack;
    if (ack && at) say(out, `${name} stays acknowledged for ${formatDuration(secondsBetween(at, ack.expiresAt))}`);
  }
}

const say = (out: Output, words: string): void => void out.warn(`${sanitiseLine(words)}\n`);

/** The next room the session shows; undefined once it is to stop. */
function nextRoom(session: Session, stop: AbortSignal): Promise<Room | undefined> {
  const next = new Promise<Room | undefined>((resolve) => {
    const unsubscribe = session.subscribe(() => {
      unsubscribe();
      resolve(session.scene()?.room);
    });
  });
  return Promise.race([next, aborted(stop).then(() => undefined)]);
}
