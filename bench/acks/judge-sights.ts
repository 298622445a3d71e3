import type { Millis } from '../../src/units.ts';
import { type Case, type Check, type Finding, incidentAt } from './case.ts';
import type { End } from './judge-ends.ts';
import type { Named } from './named.ts';
import type { Run } from './run.ts';

/** A room shows a new incident as acknowledged by what was for an earlier one. */
export function judgeSights({ rooms, silences }: Run, one: Case): readonly Finding[] {
  return rooms.flatMap(({ name, sights }) =>
    sights.flatMap(({ id, at, shown }): Finding[] => {
      if (id !== one.id || !shown?.ack) return [];
      const { ack, startsAt } = shown;
      const made = silences.find(({ silence }) => silence === ack.silence)?.of ?? ack.at;
      const [incident, answered] = [incidentAt(one, startsAt), incidentAt(one, made)];
      if (!incident || !answered || incident.began <= answered.began) return [];
      const text = `the room ${name} showed a new incident as acknowledged by ${ack.by}, who did so before it began`;
      return [{ check: 'shown-acknowledged', id, at, text }];
    }),
  );
}

/** A room says that receivers were told of an end before they were, or that a page was left open that is closed. */
export function judgeWords({ rooms, lag }: Run, one: Case, ends: readonly End[]): readonly Finding[] {
  const words = rooms.flatMap(({ named }) => named.filter(({ id }) => id === one.id));
  return ends.flatMap(({ id, at: ended, told, came }) => {
    if (came === 'pending') return [];
    const silences = one.silences.filter(({ of }) => incidentAt(one, of)?.ended === ended);
    const said = words.filter(({ silence }) => silences.some((its) => its.silence === silence));
    const early = said.find(({ telling, at }) => telling === 'told' && (told === null || told > at + lag));
    const late = said.find(({ telling, at }) => telling === 'left-open' && told !== null && told < at - lag);
    return [
      ...wrong('said-told', id, early, `its end was told (${came})`),
      ...wrong('said-open', id, late, 'its page was left open, whose end had been told'),
    ];
  });
}

const wrong = (check: Check, id: string, word: Named | undefined, what: string): readonly Finding[] =>
  word ? [{ check, id, at: word.at, text: `the room ${word.room} said that ${what}` }] : [];

/** Tellings that leave nothing to do. */
const GOOD = ['standing', 'soon', 'told'];

/** What Alertmanager could not tell is named by a room that was open long enough to see it. */
export function judgeNaming(run: Run, one: Case, ends: readonly End[]): readonly Finding[] {
  const unsaid = ends.filter(
    ({ acknowledged, came }) => acknowledged && (came === 'fired-again' || came === 'group-told'),
  );
  return unsaid
    .filter(({ at }) => !isPagedAnew(one, at) && !isNamed(run, one, at) && couldBeSeen(run, one, at))
    .map(({ at, came }): Finding => {
      const text = `no room said that its end could not be told (${came})`;
      return { check: 'unnamed', id: one.id, at, text };
    });
}

/** A page that was left open is right again when the next incident is notified. */
function isPagedAnew({ incidents, told }: Case, ended: Millis): boolean {
  const next = incidents.find(({ began }) => began >= ended);
  return next !== undefined && told.some(({ at, status }) => status === 'firing' && at >= next.began);
}

function isNamed({ rooms }: Run, one: Case, ended: Millis): boolean {
  const next = one.incidents.find(({ began }) => began >= ended);
  const until = next?.ended ?? Number.POSITIVE_INFINITY;
  return rooms.some(
    ({ sights, named }) =>
      named.some(({ id, at, telling }) => id === one.id && at >= ended && !GOOD.includes(telling)) ||
      sights.some(
        ({ id, at, shown }) => id === one.id && at >= ended && at < until + 1000 && shown?.lapsed === 'fired-again',
      ),
  );
}

/** So many refreshes of a room are enough to see something and say it. */
const ENOUGH = 4;

/** Whether some room was open for long enough after the end, and before the alert had fired again and ended, or been acknowledged, again. */
function couldBeSeen({ rooms, pace, ended: over }: Run, one: Case, ended: Millis): boolean {
  const next = one.incidents.find(({ began }) => began >= ended);
  const answered = one.silences.find(({ from }) => next && from > next.began)?.from ?? over;
  const until = next ? Math.min(next.ended ?? over, answered) : over;
  return rooms.some(({ open }) =>
    open.some(
      ({ from, to }) =>
        Math.min(until, to ?? over) - Math.max(next?.began ?? ended, from) > ENOUGH * pace.refresh * 1000,
    ),
  );
}
