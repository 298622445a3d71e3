import { isInformed } from '../../room/alerts/alertmanagers.ts';
import { agrees } from '../../room/alerts/prometheus-word.ts';
import type { EndedAck } from '../../room/room.ts';
import { covers } from '../../room/silences/matchers.ts';
import type { AlertmanagerMember, AlertmanagerView } from '../../sources/alertmanager/types.ts';
import { failed, type Outcome, succeeded } from '../../sources/error.ts';
import { type Millis, millis } from '../../units.ts';
import { overText } from '../../wording/acks.ts';
import type { AckSurroundings, Tended } from './ack-surroundings.ts';
import { NO_MEMBER } from './cluster.ts';

export interface FinishWish {
  /** An operator takes it back, whether or not it is over: then it ends, but nobody is told of an end that is not certain. */
  readonly wished?: boolean;
  /** What fires, for all that ended at this moment: where many did, Prometheus is not asked for each of them. */
  readonly firing?: AckSurroundings['firing'];
}

/**
 * Ends what acknowledged an incident that is over, and tells receivers of it where Alertmanager muted that and nobody sends
 * it again. Nothing happens while it is not certain enough that it is over; a room looks again.
 */
export async function finishAck(
  around: AckSurroundings,
  ended: EndedAck,
  { wished = false, firing = around.firing }: FinishWish = {},
): Promise<readonly Tended[]> {
  const { cluster } = around;
  const { standing, again, resent } = ended;
  const certain = () => (again === null ? isOver({ cluster, firing }, ended) : isAnother({ cluster }, ended, again));
  if (!wished && !(await certain())) return [];
  const came: Tended[] = [];
  if (standing.length > 0) {
    const outcomes = await Promise.all(standing.map((id) => cluster.expire(id)));
    const outcome = outcomes.find(({ ok }) => !ok) ?? succeeded(undefined);
    came.push({ act: 'end', ended, outcome });
    if (!outcome.ok) return came;
  }
  const outcome = again === null && !resent ? await tellEnd(around, ended) : null;
  return outcome ? [...came, { act: 'tell', ended, outcome }] : came;
}

/** Servers that were restarted say for a while that nothing fires: it is asked at this moment what they hold. */
async function isOver(
  { cluster, firing }: Pick<AckSurroundings, 'cluster' | 'firing'>,
  { recorded, at, exactLabels }: EndedAck,
): Promise<boolean> {
  const active = await firing();
  if (active.ok && active.value.some((labels) => agrees(labels, exactLabels))) return false;
  return (recorded && active.ok) || cluster.everyMember(isInformedSince(at));
}

/** Whether what fires is another incident: a member that was restarted hears of an alert anew, and may give it a new start. */
async function isAnother(
  { cluster }: Pick<AckSurroundings, 'cluster'>,
  { recorded, at }: EndedAck,
  again: Millis,
): Promise<boolean> {
  return recorded || cluster.everyMember(isInformedSince(at, again));
}

/** Whether a member has heard by some instant, else by now, of every alert that fired at an instant, or since. */
const isInformedSince = (at: Millis, by?: Millis) => async (member: AlertmanagerMember) => {
  const status = await member.status();
  return status.ok && isInformed(status.value.startedAt, at, by ?? status.value.now);
};

/**
 * Tells receivers that an incident is over: posted as resolved, an alert that Alertmanager does not hold is notified once
 * if its receivers still take it for firing. Null when it may fire somewhere: a live alert would be dropped, and a false
 * end told.
 */
async function tellEnd({ cluster, firing }: AckSurroundings, ended: EndedAck): Promise<Outcome<undefined> | null> {
  if (!ended.recorded && !(await cluster.everyMember(isInformedSince(ended.at)))) return null;
  // First, since an alert may fire again between the look and the post: nothing else is waited for in between.
  const times = await cluster.times();
  const [answers, active] = await Promise.all([cluster.answers(), firing()]);
  const views = answers.flatMap(({ view }) => (view.ok ? [view.value] : []));
  const unheard = views.length < answers.length && !ended.recorded;
  if (unheard || views.length === 0 || times.size === 0 || !active.ok) return null;
  if (active.value.some((labels) => agrees(labels, ended.exactLabels))) return null;
  if (views.some((view) => holds(view, ended))) return null;
  const posts = await Promise.all([...times].map(([member, now]) => post(member, ended, now)));
  return posts.some(({ ok }) => ok) ? succeeded(undefined) : (posts[0] ?? failed(NO_MEMBER));
}

/** Whether a member lists the alert as firing, or would mute what it is told of it. */
const holds = ({ alerts, silences }: AlertmanagerView, { fingerprint, exactLabels }: EndedAck): boolean =>
  alerts.some((alert) => alert.fingerprint === fingerprint) ||
  silences.some(({ state, matchers }) => state === 'active' && covers(matchers, exactLabels));

async function post(
  member: AlertmanagerMember,
  { name, by, exactLabels, at, began }: EndedAck,
  now: Millis,
): Promise<Outcome<undefined>> {
  const startsAt = millis(Math.min(began ?? at, now));
  const annotations = { summary: overText(name, by) };
  const posted = await member.postAlerts([{ labels: exactLabels, annotations, startsAt, endsAt: now }]);
  return posted.ok ? succeeded(undefined) : failed(posted.error);
}
