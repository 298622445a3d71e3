import { failureText } from '../room/rings/check-text.ts';
import type { DeploymentUnknown } from '../room/rings/deployment.ts';
import type { RingRoom } from '../room/rings/events.ts';
import { blockersOf, isPassing, type RingRegion } from '../room/rings/regions.ts';
import type { Ring, RingBecause } from '../room/rings/rings.ts';
import { type SoakPause, soakLeft } from '../room/rings/soak.ts';
import type { Traffic } from '../room/versions/traffic.ts';
import { formatAge, formatDuration, formatValue } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, secondsBetween } from '../units.ts';
import { ignoranceText, unreadText } from './readings.ts';
import { verdictSentence } from './verdict.ts';

/** Why a ring is as it is, in one short sentence without its full stop: "waits for ring0". */
export const ringReason = (ring: Ring, room: RingRoom): Sentence => reasonWith(ring, becauseText(ring, room));

/** The same where no rows stand below it: the first check that fails with its value and its limit, and how many more do. */
export function ringNews(ring: Ring, room: RingRoom): Sentence {
  const [first, ...others] = ring.checks.filter(({ state }) => state === 'fail');
  if (ring.because.kind !== 'checks' || first === undefined) return ringReason(ring, room);
  const more = others.length > 0 ? ` (and ${others.map(({ label }) => label).join(', ')})` : '';
  return reasonWith(ring, `${failureText(first)}${more}`);
}

function reasonWith({ hold, approval }: Ring, because: string): Sentence {
  const held = hold === null ? '' : `${holdText(hold)}; otherwise `;
  const asked = approval === null ? '' : `, requested by ${approval.by}: another operator must confirm`;
  return say`${held}${because}${asked}`;
}

function holdText({ firing, budgets, unread }: NonNullable<Ring['hold']>): string {
  const isOrAre = (names: readonly string[]) => `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'}`;
  const [first, ...more] = firing;
  if (first !== undefined) return `P0 ${first} ${more.length > 0 ? `and ${more.length} more are firing` : 'is firing'}`;
  if (budgets.length > 0) return `${isOrAre(budgets)} too low`;
  return unread.length > 0 ? `${isOrAre(unread)} not known` : 'alerts are not known';
}

function becauseText(ring: Ring, room: RingRoom): string {
  const { because, checks, soak } = ring;
  switch (because.kind) {
    case 'store-unreadable':
      return 'the ring store cannot be read';
    case 'deployment-unknown':
      return unknownDeploymentText(because.unknown, room.at);
    case 'rolled-back':
      return rollBackText(because.at, room, checks);
    case 'not-deployed':
      return because.unmet.length > 0 ? `waits for ${because.unmet.join(', ')}` : 'not deployed yet';
    case 'validated':
      return because.deployed ? validatedText(ring) : 'validated, but nothing is deployed';
    case 'checks':
      return checksText(checks, room.at);
    case 'verdict':
      return verdictSentence(room);
    case 'regions':
      return regionsText(ring, room);
    case 'deploying':
      return `${Math.floor(because.share * 100)} % deployed`;
    case 'soak':
      return `${soak ? formatDuration(soakLeft(soak)) : 'some time'} of soak left${earlyText(because)}`;
    case 'awaits-pass':
      return `waits for the verdict to pass${earlyText(because)}`;
    case 'soaked':
      return because.unmet.length > 0 ? `soaked${earlyText(because)}` : 'ready to be validated';
  }
}

/** "us: memory beyond the limit; passes in eu" */
function regionsText(ring: Ring, room: RingRoom): string {
  if (!ring.regions) return '';
  const held = blockersOf(ring.regions).map((region) => ({ id: region.id, why: regionReason(ring, region, room) }));
  const byReason = [...Map.groupBy(held, ({ why }) => why)];
  const passing = ring.regions.list.filter(isPassing).map(({ id }) => id);
  return [
    ...byReason.map(([why, regions]) => `${regions.map(({ id }) => id).join(', ')}: ${why}`),
    ...(passing.length > 0 ? [`passes in ${passing.join(', ')}`] : []),
  ].join('; ');
}

/** Why a ring is as it is in one of its regions. */
export const regionReason = (ring: Ring, { because, checks, soak }: RingRegion, room: RingRoom): Sentence =>
  say`${becauseText({ ...ring, because, checks, soak }, room)}`;

const earlyText = ({ unmet }: Extract<RingBecause, { readonly unmet: readonly string[] }>): string =>
  unmet.length > 0 ? `, but ${unmet.join(', ')} is not validated` : '';

function unknownDeploymentText(unknown: DeploymentUnknown, now: Millis): string {
  switch (unknown.of) {
    case 'progress':
      return `cannot tell how much is deployed: ${unreadText(unknown.reading, now)}`;
    case 'presence':
      return `cannot tell whether it is deployed: ${unreadText(unknown.reading, now)}`;
    case 'time':
      return unreadText(unknown.reading, now);
    case 'no-time':
      return `cannot tell when it was deployed: the query returns ${unknown.value}, which is not a Unix time in seconds`;
  }
}

function checksText(checks: Ring['checks'], now: Millis): string {
  const labels = (state: 'fail' | 'unknown') =>
    checks.filter((check) => check.state === state).map(({ label }) => label);
  const failing = labels('fail');
  if (failing.length > 0) return `${failing.join(', ')} beyond the limit`;
  const unknown = labels('unknown');
  const [partial, ...others] = checks
    .filter(({ state }) => state === 'unknown')
    .map(({ reading }) => (!reading.known && reading.reason === 'partial' ? unreadText(reading, now) : null));
  return partial && !others.includes(null)
    ? `${unknown.join(', ')} undecided, ${partial}`
    : `${unknown.length} ${unknown.length === 1 ? 'check' : 'checks'} unknown: ${unknown.join(', ')}`;
}

function validatedText({ validated }: Ring): string {
  const { by = '', approvedBy, override } = validated ?? {};
  const who = by === '' ? 'validated' : `validated by ${by}`;
  const confirmed = approvedBy === undefined ? '' : `, confirmed by ${approvedBy}`;
  return `${who}${confirmed}${override === undefined ? '' : ` (override: ${override})`}`;
}

/** "rolled back 2m ago; V2 still gets 41.8 % of the traffic, error rate 7.02 %" */
function rollBackText(since: Millis, { at, traffic }: RingRoom, checks: Ring['checks']): string {
  const failing = checks
    .filter(({ state }) => state === 'fail')
    .map(({ label, reading, unit }) => `${label} ${reading.known ? formatValue(reading.value, unit) : 'unknown'}`);
  const left = [...shareTexts(traffic), ...failing];
  return `rolled back ${formatAge(secondsBetween(since, at))} ago${left.length > 0 ? `; ${left.join(', ')}` : ''}`;
}

function shareTexts(traffic: Traffic | null): readonly string[] {
  const candidate = traffic?.shares.find(({ role }) => role === 'candidate');
  if (!candidate) return [];
  const { label, share } = candidate;
  if (share === null) return [`it is not known how much traffic ${label} still gets`];
  return [
    share > 0
      ? `${label} still gets ${formatValue(share, 'ratio')} of the traffic`
      : `${label} no longer gets any traffic`,
  ];
}

/** Whose clock stands still, and what of the room that is told by. */
export interface PauseRoom extends Pick<RingRoom, 'at' | 'comparison'>, Pick<Ring, 'checks'> {}

/** "paused 4m ago: memory is 212 MB, at most 200 MB is allowed" @param now when it is told */
export const pauseText = ({ since, because }: SoakPause, room: PauseRoom, now: Millis = room.at): Sentence =>
  say`paused ${formatAge(secondsBetween(since, now))} ago: ${pauseReason(because, room)}`;

function pauseReason(because: SoakPause['because'], room: PauseRoom): string {
  if (because.kind === 'verdict') return verdictSentence(room);
  const check = room.checks.find(({ id }) => id === because.check);
  if (check?.state === 'fail') return failureText(check);
  const { silence } = because;
  const why =
    silence === null
      ? check && ignoranceText(check, room.at)
      : 'error' in silence
        ? `Prometheus has not answered: ${silence.error}`
        : `Prometheus has not answered for ${formatAge(secondsBetween(silence.since, room.at))}`;
  return `${check?.label ?? because.check} unknown: ${why ?? 'it is no longer checked'}`;
}
