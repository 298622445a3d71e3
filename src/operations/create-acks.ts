import pLimit from 'p-limit';
import type { RoomAlert } from '../room/room.ts';
import type { AlertmanagerMember, AlertmanagerView } from '../sources/alertmanager-types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../sources/error.ts';
import type { Labels } from '../sources/prometheus-types.ts';
import { millis } from '../units.ts';
import { ackSilence } from './ack-silence.ts';
import type { AckSurroundings } from './ack-surroundings.ts';
import { type MemberAnswer, NO_MEMBER } from './cluster.ts';
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
  const first = alerts.length > 0 ? around.cluster.answers() : Promise.resolve([]);
  const limit = pLimit(AT_ONCE);
  return Promise.all(alerts.map((alert) => limit(() => acknowledgeOne(around, alert, wish, known, first))));
}

async function acknowledgeOne(
  around: AckSurroundings,
  alert: RoomAlert,
  wish: AckWish,
  known: readonly Labels[],
  first: Promise<readonly MemberAnswer[]>,
): Promise<Outcome<string>> {
  const nonce = around.nonce();
  for (let attempt = 1; ; attempt++) {
    const answers = await (attempt > 1 ? around.cluster.answers() : first);
    const answer = await create(around, alert, wish, nonce, known, answers);
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
  answers: readonly MemberAnswer[],
): Promise<Creation> {
  // Alerts do not spread among the members: one may list what another does not.
  const listed = [...known, ...answers.flatMap(({ view }) => (view.ok ? labelsOf(view.value) : []))];
  let unreachable: SourceError = NO_MEMBER;
  for (const { member, view: soon } of answers) {
    // One that is slow is waited for only when none that answers takes it.
    const view = soon.ok || soon.error.kind !== 'aborted' ? soon : await member.view();
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
      listed,
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

const labelsOf = ({ alerts }: AlertmanagerView): Labels[] => alerts.map(({ labels }) => labels);

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
