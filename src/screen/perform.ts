import type { ActResult } from '../operations/operations.ts';
import type { JournalAct } from '../room/room.ts';
import type { Session } from '../session/session.ts';
import { seconds } from '../units.ts';
import type { Effect, ScreenEvent } from './effects.ts';

/** What the screen may do outside of itself and the session. */
export interface Outside {
  quit(): void;
  suspend(): void;
  /** Puts a text on the operator's clipboard; false when the terminal has none. */
  copy(text: string): boolean;
}

/** Does what an update asked for; what comes of it arrives as an event, and what an act changed is shown at once. */
export function perform(
  effect: Effect,
  session: Session,
  outside: Outside,
  answer: (event: ScreenEvent) => void,
): void {
  const room = session.scene()?.room;
  const report = (act: JournalAct, acting: Promise<ActResult>) =>
    acting
      .catch(
        (error: unknown): ActResult => ({
          result: 'failed',
          message: error instanceof Error ? error.message : String(error),
        }),
      )
      .then((came) => {
        session.refreshAfterAct();
        answer({ type: 'result', act, came });
      });
  switch (effect.kind) {
    case 'quit':
      outside.quit();
      break;
    case 'suspend':
      outside.suspend();
      break;
    case 'refresh':
      session.refresh();
      break;
    case 'pause':
      session.setPaused(effect.paused);
      break;
    case 'seek':
      session.seek(seconds(effect.seconds));
      break;
    case 'speed':
      session.changeSpeed(effect.factor);
      break;
    case 'copy': {
      const [first = ''] = effect.text.split('\n');
      const ok = outside.copy(effect.text);
      answer({ type: 'copied', ok, message: ok ? `Copied: ${first}` : 'This terminal has no clipboard.' });
      break;
    }
    case 'acknowledge': {
      report(effect.kind, acknowledgeAll(effect.fingerprints, effect.note, session));
      break;
    }
    case 'unacknowledge': {
      const alert = room?.alerts.list.find((a) => a.fingerprint === effect.fingerprint);
      report(effect.kind, alert === undefined ? gone() : session.operations.unacknowledge(alert));
      break;
    }
    case 'validate': {
      const ring = room?.rings.find((r) => r.id === effect.ring);
      report(effect.kind, ring === undefined ? gone() : session.operations.validate(ring, { note: effect.note }));
      break;
    }
    case 'revoke': {
      const ring = room?.rings.find((r) => r.id === effect.ring);
      report(effect.kind, ring === undefined ? gone() : session.operations.revoke(ring, effect.note));
      break;
    }
  }
}

const gone = async (): Promise<ActResult> => ({ result: 'refused', message: 'It is no longer there.' });

/** Those that are over by now are left out. */
async function acknowledgeAll(fingerprints: readonly string[], note: string, session: Session): Promise<ActResult> {
  const list = session.scene()?.room.alerts.list ?? [];
  const alerts = list.filter(({ fingerprint }) => fingerprints.includes(fingerprint));
  return alerts.length === 0 ? gone() : session.operations.acknowledge(alerts, { note });
}
