import pLimit from 'p-limit';
import type { RoomAlert } from '../room/room.ts';
import type { AlertmanagerMember, AlertmanagerView } from '../sources/alertmanager-types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { millis } from '../units.ts';
import { ackSilence } from './ack-silence.ts';
import type { AckSurroundings } from './ack-surroundings.ts';
import { NO_MEMBER } from './cluster.ts';
import type { AckWish } from './operations.ts';

const ATTEMPTS = 3;
const AT_ONCE = 4;
const PERHAPS = 'It may have taken effect all the same: look at the alert again before trying again.';

/**
 * Silences each of some alerts and nothing else: exactly one silence each, whatever becomes of the answers. Returns the
 * silences' ids in the same order.
 * @param known labels of alerts that the room lists, which the member that is asked may not
 */
export function createAcks(
  around: AckSurroundings,
  alerts: readonly RoomAlert[],
  wish: AckWish,
  known: readonly Labels[],
): Promise<readonly Outcome<string>[]> {
  const views = new Map<AlertmanagerMember, Promise<Outcome<AlertmanagerView>>>();
  const viewOf = (member: AlertmanagerMember) => {
    const view = views.get(member) ?? member.view();
    views.set(member, view);
    return view;
  };
  const limit = pLimit(AT_ONCE);
  return Promise.all(alerts.map((alert) => limit(() => acknowledgeOne(around, alert, wish, known, viewOf))));
}

type ViewOf = (member: AlertmanagerMember) => Promise<Outcome<AlertmanagerView>>;

async function acknowledgeOne(
  around: AckSurroundings,
  alert: RoomAlert,
  wish: AckWish,
  known: readonly Labels[],
  viewOf: ViewOf,
): Promise<Outcome<string>> {
  const nonce = around.nonce();
  for (let attempt = 1; ; attempt++) {
    const answer = await create(around, alert, wish, nonce, known, attempt > 1 ? (member) => member.view() : viewOf);
    if (answer.kind === 'done') return succeeded(attempt > 1 ? await keepOne(around, nonce, answer.id) : answer.id);
    if (answer.kind === 'ambiguous') {
      // It may exist, or may yet come to.
      await around.settle();
      const [found] = await around.cluster.find(nonce, around.mark);
      if (found) return succeeded(attempt > 1 ? await keepOne(around, nonce, found.id) : found.id);
      if (attempt < ATTEMPTS) continue;
    }
    return failed(attempt > 1 ? { ...answer.error, hint: PERHAPS } : answer.error);
  }
}

type Creation =
  | { readonly kind: 'done'; readonly id: string }
  | { readonly kind: 'refused' | 'ambiguous'; readonly error: SourceError };

async function create(
  { cluster, operator, life, mark, clock, pause }: AckSurroundings,
  alert: RoomAlert,
  { note, duration }: AckWish,
  nonce: string,
  known: readonly Labels[],
  viewOf: ViewOf,
): Promise<Creation> {
  let unreachable: SourceError = NO_MEMBER;
  for (const member of cluster.inOrder()) {
    const view = await viewOf(member);
    if (!view.ok) {
      unreachable = view.error;
      continue;
    }
    const silence = ackSilence(alert, {
      operator,
      note,
      nonce,
      mark,
      duration: duration ?? life.duration,
      fixed: duration !== undefined,
      listed: [...known, ...view.value.alerts.map(({ labels }) => labels)],
      serverNow: millis(clock.now() + view.value.clockOffset),
    });
    const answer = await member.createSilence(silence);
    if (answer.ok) {
      if (!(await cluster.keeps(member, answer.value.id, pause))) return { kind: 'ambiguous', error: lostWith(member) };
      cluster.prefer(member);
      return { kind: 'done', id: answer.value.id };
    }
    if (answer.sent) return { kind: isRefusal(answer.error) ? 'refused' : 'ambiguous', error: answer.error };
    unreachable = answer.error;
  }
  return { kind: 'refused', error: unreachable };
}

const lostWith = ({ id }: AlertmanagerMember): SourceError => ({
  kind: 'unreachable',
  message: `${id} went away before the silence had come to another member`,
});

/** Alertmanager itself said no; a 5xx may come from a proxy in front of one that said yes. */
const isRefusal = ({ httpStatus }: SourceError): boolean =>
  httpStatus !== undefined && httpStatus >= 400 && httpStatus < 500;

/**
 * After a second attempt the first may still have come to be: then all but one are ended, by the rule that a room's
 * upkeep has, which may be at it too.
 */
async function keepOne({ cluster, mark }: AckSurroundings, nonce: string, id: string): Promise<string> {
  const found = await cluster.find(nonce, mark);
  const [kept = id, ...surplus] = found.map((silence) => silence.id).sort();
  for (const other of surplus) await cluster.expire(other);
  return kept;
}
