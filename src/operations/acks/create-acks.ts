import pLimit from 'p-limit';
import { isOfIncident, madeAt } from '../../room/acks/acks.ts';
import { byRank } from '../../room/acks/upkeep.ts';
import type { RoomAlert } from '../../room/room.ts';
import { parseAck } from '../../room/silences/own-silence.ts';
import type { AlertmanagerMember, AlertmanagerView, Silence } from '../../sources/alertmanager/types.ts';
import { failed, type Outcome, type SourceError, succeeded } from '../../sources/error.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { millis } from '../../units.ts';
import type { AckWish } from '../operations.ts';
import { ackSilence } from './ack-silence.ts';
import type { AckSurroundings } from './ack-surroundings.ts';
import { type MemberAnswer, NO_MEMBER } from './cluster.ts';

const ATTEMPTS = 3;
const AT_ONCE = 4;
const PERHAPS = 'It may still have taken effect: look at the alert before you try again.';

/** The silence that stands for an alert, and whose it is: another operator may have been faster. */
export interface MadeAck {
  readonly id: string;
  readonly by: string;
}

/**
 * Silences each of some alerts and nothing else: exactly one silence each, whatever becomes of the answers, and whoever
 * does the same at the same moment. Returns what stands for each in the same order.
 * @param known labels of alerts that the room lists, which the member that is asked may not
 */
export async function createAcks(
  around: AckSurroundings,
  alerts: readonly RoomAlert[],
  wish: AckWish,
  known: readonly Labels[],
): Promise<readonly Outcome<MadeAck>[]> {
  if (alerts.length === 0) return [];
  const { cluster, mark, operator } = around;
  const first = cluster.answers();
  const before = viewsIn(await first);
  const limit = pLimit(AT_ONCE);
  const made = await Promise.all(
    alerts.map((alert) =>
      limit(async (): Promise<Outcome<MadeAck>> => {
        const [rival] = standingAcks(before, alert, mark);
        if (rival) return succeeded({ id: rival.id, by: rival.createdBy });
        const outcome = await acknowledgeOne(around, alert, wish, known, first);
        return outcome.ok ? succeeded({ id: outcome.value, by: operator }) : outcome;
      }),
    ),
  );
  if (!made.some((one) => one.ok && one.value.by === operator)) return made;
  const after = viewsIn(await cluster.answers());
  return Promise.all(
    made.map(async (one, i) => {
      const [best] = one.ok && alerts[i] ? standingAcks(after, alerts[i], mark) : [];
      if (!one.ok || !best || best.id === one.value.id) return one;
      await cluster.expire(one.value.id);
      return succeeded({ id: best.id, by: best.createdBy });
    }),
  );
}

const viewsIn = (answers: readonly MemberAnswer[]): readonly AlertmanagerView[] =>
  answers.flatMap(({ view }) => (view.ok ? [view.value] : []));

/** The acknowledgements of an alert's incident that stand on some member and ended on none: the one to keep first. */
function standingAcks(views: readonly AlertmanagerView[], alert: RoomAlert, mark: string): readonly Silence[] {
  const byId = Map.groupBy(
    views.flatMap(({ silences }) => silences),
    ({ id }) => id,
  );
  const standing = [...byId.values()].flatMap((copies) => {
    const [silence] = copies;
    const ours = silence ? parseAck(silence, mark) : null;
    if (!silence || ours?.fingerprint !== alert.fingerprint) return [];
    const timed = { startsAt: silence.startsAt, offset: 0 };
    const stands = copies.every(({ state }) => state === 'active') && isOfIncident(timed, ours, incidentOf(alert));
    if (!stands) return [];
    return [{ silence, id: silence.id, matchers: silence.matchers.length, at: madeAt(timed, ours) }];
  });
  return standing.sort(byRank).map(({ silence }) => silence);
}

/** As the room has it: whoever acknowledged it before was seen there. */
const incidentOf = ({ startsAt, began }: RoomAlert) => ({
  startsAt,
  starts: [{ at: began, runsSince: null }],
  stamped: true,
  past: { ends: [], firesOn: false },
});

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
  message: `${id} went away before the silence reached another member`,
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
