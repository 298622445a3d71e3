import type { ActResult } from '../operations/operations.ts';
import type { Ring, RoomAlert } from '../room/room.ts';
import type { Session } from '../session/session.ts';
import type { Act } from './effects.ts';

/** Does an act on alerts or a ring as the room has them now. Rejects with what the operations themselves fail of. */
export function carryOut(act: Act, session: Session): Promise<ActResult> {
  const { operations } = session;
  const onRing = (id: string, run: (ring: Ring) => Promise<ActResult>) => {
    const ring = session.scene()?.room.rings.find((r) => r.id === id);
    return ring === undefined ? gone() : run(ring);
  };
  switch (act.kind) {
    case 'acknowledge': {
      const { fingerprints, note, duration } = act;
      const alerts = alertsOf(fingerprints, session);
      if (alerts.length === 0) return gone();
      return operations.acknowledge(alerts, { note, ...(duration !== undefined && { duration }) });
    }
    case 'unacknowledge':
      return inTurn(act.fingerprints, session, 'no longer acknowledged', (alert) => operations.unacknowledge(alert));
    case 'claim':
      return inTurn(act.fingerprints, session, 'claimed', (alert) => operations.claim(alert, act.note));
    case 'release':
      return inTurn(act.fingerprints, session, 'released', (alert) => operations.release(alert));
    case 'validate': {
      const { note, override } = act;
      return onRing(act.ring, (ring) =>
        operations.validate(ring, { note, ...(override !== undefined && { override }) }),
      );
    }
    case 'revoke':
      return onRing(act.ring, (ring) => operations.revoke(ring, act.note));
    case 'withdraw':
      return onRing(act.ring, (ring) => operations.withdraw(ring));
  }
}

const gone = async (): Promise<ActResult> => ({ result: 'refused', message: 'It is no longer there.' });

const alertsOf = (fingerprints: readonly string[], session: Session): RoomAlert[] => {
  const list = session.scene()?.room.alerts.list ?? [];
  return fingerprints.flatMap((fingerprint) => list.find((alert) => alert.fingerprint === fingerprint) ?? []);
};

/** One after the other, each whatever became of the one before; the answer is the sum in one sentence. */
async function inTurn(
  fingerprints: readonly string[],
  session: Session,
  done: string,
  run: (alert: RoomAlert) => Promise<ActResult>,
): Promise<ActResult> {
  const alerts = alertsOf(fingerprints, session);
  const [first, ...others] = alerts;
  if (first === undefined) return gone();
  if (others.length === 0) return run(first);
  const came: ActResult[] = [];
  for (const alert of alerts) came.push(await run(alert));
  const not = came.filter(({ result }) => result !== 'done');
  if (not.length === 0) return { result: 'done', message: `${alerts.length} alerts ${done}` };
  const reasons = [...new Set(not.map(({ message }) => message))].join('; ');
  const result = not.some((one) => one.result === 'failed') ? 'failed' : 'refused';
  return {
    result,
    message: `${came.length - not.length} of ${alerts.length} alerts ${done}, ${not.length} not: ${reasons}`,
  };
}
