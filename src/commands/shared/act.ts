import { systemClock } from '../../clock.ts';
import type { ActResult, Operations } from '../../operations/operations.ts';
import type { PlanPart } from '../../profile/plan/part.ts';
import type { Room } from '../../room/room.ts';
import { makeSafe, type Shown } from '../../room/safe.ts';
import { joined, safe } from '../../text/safe.ts';
import { allOf, openServers, openStore } from './context.ts';
import { EXIT, exitOf } from './failure.ts';
import type { Format, GlobalOptions } from './globals.ts';
import { observeWith } from './observe.ts';
import { createOperations } from './operations.ts';
import type { Output } from './print.ts';
import { openProfile } from './profile.ts';
import type { World } from './world.ts';

interface Act {
  /** What the act rests on. */
  readonly part: PlanPart;
  readonly format: Format;
  /** What stands beside the result in JSON: which act, on what. */
  readonly about: Readonly<Record<string, string>>;
  readonly act: (operations: Operations, room: Room) => Promise<ActResult>;
}

/**
 * Observes the room once, lets the operator act on it, and says what came of it.
 * Exit 0 done, 1 failed or refused for certain, 2 not yet, 3 what it needs is not known.
 */
export async function actOnce(
  world: World,
  options: GlobalOptions,
  { part, format, about, act }: Act,
): Promise<number> {
  const { plan } = await openProfile(world, options);
  const servers = openServers(plan);
  try {
    const observed = await observeWith(world, plan, servers, undefined, part);
    // Its age counts from when every answer was in: what took long to answer is not old.
    const room = { ...observed.room, at: systemClock.now() };
    const operations = createOperations(world, plan, options, {
      members: servers.members,
      prometheus: allOf(servers),
      ...(await openStore(world, plan)),
      clock: systemClock,
      room: () => room,
    });
    return answer(world.out, format, room, await act(operations, room), about);
  } finally {
    await servers.close();
  }
}

/** Prints what came of an act; gives the exit code. @param about what stands beside the result in JSON */
export function answer(
  out: Output,
  format: Format,
  room: Room,
  result: ActResult,
  about: Readonly<Record<string, string>>,
): number {
  if (format === 'json') {
    const at = new Date(room.at).toISOString();
    out.printJson({ schemaVersion: 1, at, profile: room.profile.id, ...about, exit: exitOf(result), ...result });
  } else tell(out, makeSafe(result));
  return exitOf(result);
}

function tell(out: Output, outcome: Shown<ActResult>): void {
  const { result, message } = outcome;
  const reasons = outcome.result === 'refused' ? (outcome.reasons ?? []) : [];
  const list = joined(
    reasons.map(({ text }) => safe(`  - ${text}\n`)),
    '',
  );
  if (exitOf(outcome) === EXIT.ok) out.print(`${message}\n`);
  else out.warn(reasons.length > 1 ? `refused:\n${list}` : `${result}: ${message}\n`);
  if (reasons.length > 0 && reasons.every(({ overridable }) => overridable))
    out.warn('To validate it anyway, give a reason: --override REASON\n');
}
