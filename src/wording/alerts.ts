import type { AlertState, RoomAlert } from '../room/alerts/alert.ts';
import type { MembersStanding } from '../room/alerts/alertmanagers.ts';
import type { Alerts } from '../room/alerts/alerts.ts';
import type { AlertsUnknown } from '../room/alerts/hold.ts';
import type { Listing, ListingDoubt } from '../room/alerts/listing.ts';
import type { Concern } from '../room/concern.ts';
import type { Attribution } from '../room/versions/attribution.ts';
import { formatAge } from '../text/format.ts';
import { type Sentence, say } from '../text/say.ts';
import { type Millis, seconds, secondsBetween } from '../units.ts';

/** What an alert does, what it is about and since when: "P0 HighErrors is firing (ring2, 4m)". */
export const alertText = (alert: RoomAlert, now: Millis): Sentence =>
  say`${alert.tier} ${alert.name} ${stateText(alert)} (${concernText(alert.concern)}, ${formatAge(secondsBetween(alert.startsAt, now))})`;

function stateText({ state, ack, silence, mutedBy }: RoomAlert): string {
  if (state === 'firing') return 'is firing';
  return `is ${state}${byName(state === 'acknowledged' ? ack?.by : (silence?.by ?? mutedBy?.join(', ')))}`;
}

/** Who did it, where that is known: servers hold silences that name no maker. */
export const byName = (name: string | undefined): Sentence => (name ? say` by ${name}` : say``);

/** How many of them do not fire, and why: ["1 acknowledged", "2 silenced or inhibited"]; what is none is left out. */
export function quietText(alerts: readonly RoomAlert[]): readonly Sentence[] {
  const among = (...states: readonly AlertState[]) => alerts.filter(({ state }) => states.includes(state)).length;
  const [acknowledged, quiet] = [among('acknowledged'), among('silenced', 'inhibited')];
  const muted = among('muted');
  return [
    ...(acknowledged > 0 ? [say`${acknowledged} acknowledged`] : []),
    ...(quiet > 0 ? [say`${quiet} silenced or inhibited`] : []),
    ...(muted > 0 ? [say`${muted} muted`] : []),
  ];
}

/** What an alert is about: "ring2", "V2", "the whole system". */
export function concernText({ about, rings, versions, stranger }: Concern): Sentence {
  if (about === 'ring') return say`${rings.join(', ')}`;
  const unknown = stranger === null ? '' : `, there is no ring ${stranger}`;
  return say`${about === 'system' ? 'the whole system' : about === 'infrastructure' ? about : versions.join(' and ')}${unknown}`;
}

/** Where an alert comes from: "new since ring1 · V2 only"; empty when nothing is known. */
export function attributionText({ since, on, ring, versions }: Attribution): Sentence {
  const start = { new: `new since ${ring}`, before: `before ${ring}`, unknown: '' }[since];
  const named = versions.join(' and ');
  const where = {
    candidate: `${named} only`,
    baseline: `${named} only`,
    both: named,
    infrastructure: 'infrastructure',
    unknown: '',
  }[on];
  return say`${[start, where].filter((words) => words !== '').join(' · ')}`;
}

/** What the list of alerts rests on, or why it may lack some, in one sentence without its full stop. */
export const listingText = ({ members, doubt }: Listing, now: Millis): Sentence =>
  doubt === null ? say`${membersText(members, now)}` : say`${doubtTexts(doubt, members, now).join('; ')}`;

/** What fired when alerts were last known, and why they are not any more. */
export function lastFiredText(
  { tier, name }: Pick<RoomAlert, 'tier' | 'name'>,
  listing: Listing,
  now: Millis,
): Sentence {
  const { members } = listing;
  if (members.is !== 'last') return say`${tier} ${name} was firing; ${listingText(listing, now)}`;
  const ago = formatAge(secondsBetween(members.at, now));
  return say`${tier} ${name} was firing ${ago} ago; Alertmanager does not answer${because(members.errors)}`;
}

/** That no alert waits for anybody, or why that cannot be said; an acknowledged alert fires all the same. */
export function noneWaitsText({ freshness, complete, counts, members }: Alerts): Sentence {
  if (members.is === 'unconfigured') return say`alerts are not watched here`;
  if (freshness === 'unknown' || freshness === 'stale') return say`it is not known whether an alert is firing`;
  if (!complete) return say`no alert is listed, but the list may lack some`;
  const quiet = counts.acknowledged + counts.silenced + counts.inhibited + (counts.muted ?? 0);
  return quiet > 0 ? say`every alert is acknowledged or silenced` : say`no alert is firing`;
}

/** Why an act on alerts does nothing on the page of what no alert fires for, whatever else fires. */
export const noneForThisText = (alerts: Alerts): Sentence =>
  alerts.counts.firing > 0 && alerts.freshness !== 'stale' ? say`no alert fires for this` : noneWaitsText(alerts);

function doubtTexts(
  { unlisted, startedOfLate, silent, members: unheard }: ListingDoubt,
  members: MembersStanding,
  now: Millis,
): string[] {
  const [first, ...more] = unlisted;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return [
    ...(first === undefined ? [] : [`Prometheus has P0 ${first}${others} firing, but no Alertmanager lists it`]),
    ...startedOfLate.map(
      ({ id, startedAt }) =>
        `${id} started ${formatAge(seconds(Math.max(0, secondsBetween(startedAt, now))))} ago and may not know every alert yet`,
    ),
    ...(silent.length > 0 ? [silentText(silent)] : []),
    ...(unheard ? [membersText(members, now)] : []),
  ];
}

const silentText = (ids: readonly string[]): string =>
  `${ids.join(' and ')} ${ids.length > 1 ? 'are' : 'is'} silent: alerts may be missing`;

function membersText(members: MembersStanding, now: Millis): string {
  switch (members.is) {
    case 'unconfigured':
      return 'no Alertmanager is configured';
    case 'recorded':
      return "Prometheus' record of past alerts, with acknowledgements from ringdeck's journal; silences are not known";
    case 'answered': {
      const { fresh, of, odd, errors } = members;
      const counted = `${fresh} of ${of} Alertmanager members answered`;
      return odd.length > 0 ? `${counted}, ${odd.join('; ')}` : counted + because(errors);
    }
    case 'unrecorded':
      return members.errors.length > 0
        ? `what fired then is not known: Prometheus${because(members.errors)}`
        : "waiting for Prometheus' record of what fired";
    case 'silent':
      return members.errors.length > 0
        ? `no Alertmanager answers${because(members.errors)}`
        : 'waiting for Alertmanager';
    case 'last':
      return `Alertmanager last answered ${formatAge(secondsBetween(members.at, now))} ago${because(members.errors)}`;
  }
}

const because = (errors: readonly string[]): string => (errors.length > 0 ? `: ${errors.join('; ')}` : '');

/** Why it is not known whether other alerts hold a ring up. */
export const alertsUnknownText = (listing: Listing, { last }: AlertsUnknown, now: Millis): Sentence =>
  say`${listingText(listing, now)}${last === null ? '' : `; last known: P0 ${last} was firing`}`;
