import { inTurn } from '../operations/acks/alert-results.ts';
import type { ActResult } from '../operations/operations.ts';
import type { Ring, RoomAlert } from '../room/room.ts';
import type { Session } from '../session/session.ts';
import type { Act } from './core/effects.ts';

/** Does an act on alerts or a ring as the room has them now. Rejects with what the operations themselves fail of. */
export function carryOut(act: Act, session: Session): Promise<ActResult> {
  const { operations } = session;
  const onEach = (fingerprints: readonly string[], run: (alert: RoomAlert) => Promise<ActResult>, did: string) => {
    const alerts = alertsOf(fingerprints, session);
    return alerts.length === 0 ? gone() : inTurn(alerts, run, did);
  };
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
      return onEach(act.fingerprints, (alert) => operations.unacknowledge(alert), 'no longer acknowledged');
    case 'claim':
      return onEach(act.fingerprints, (alert) => operations.claim(alert, act.note), 'claimed');
    case 'release':
      return onEach(act.fingerprints, (alert) => operations.release(alert), 'released');
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
  const byFingerprint = new Map<string, RoomAlert>(list.map((alert) => [alert.fingerprint, alert]));
  return fingerprints.flatMap((fingerprint) => byFingerprint.get(fingerprint) ?? []);
};
