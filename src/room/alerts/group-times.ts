import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import type { SeenSilence } from '../silences/silences.ts';

/** One alert of a group, and when it fired. */
export interface Mate {
  /** Its labels on record, as the one object that stands for it. */
  readonly series: Labels;
  /** As it is sent. */
  readonly labels: Labels;
  readonly spells: readonly { readonly from: Millis; readonly end: Millis }[];
  /** That cover it. */
  readonly silences: readonly Pick<SeenSilence, 'startsAt' | 'endsAt'>[];
}

/** A time in which none of a group was both firing and not muted, or one alone was. */
export interface Quiet {
  readonly from: number;
  /** It is no part of it. */
  readonly to: number;
  readonly but: Labels | null;
}

/** The times in which at most one of a group could be heard, in order: how long it takes grows with what happened alone. */
export function groupTimes(mates: readonly Mate[]): readonly Quiet[] {
  const turns = mates
    .flatMap((mate) =>
      mate.spells.flatMap((spell) =>
        heardIn(spell, mate).flatMap(([from, to]) => [
          { at: from, mate, heard: true },
          { at: to, mate, heard: false },
        ]),
      ),
    )
    .sort((a, b) => a.at - b.at);
  const heard = new Set<Mate>();
  const quiet: Quiet[] = [];
  let from = Number.NEGATIVE_INFINITY;
  const close = (to: number) => {
    const [only = null] = heard;
    if (heard.size <= 1 && to > from) quiet.push({ from, to, but: only?.series ?? null });
    from = to;
  };
  for (const { at, mate, heard: begins } of turns) {
    close(at);
    if (begins) heard.add(mate);
    else heard.delete(mate);
  }
  close(Number.POSITIVE_INFINITY);
  return quiet;
}

/** A spell without the times in which it was muted. */
function heardIn({ from, end }: Mate['spells'][number], { silences }: Mate): readonly (readonly [number, number])[] {
  const parts: [number, number][] = [];
  let at: number = from;
  for (const { startsAt, endsAt } of silences.toSorted((a, b) => a.startsAt - b.startsAt)) {
    if (startsAt >= end) break;
    if (startsAt > at) parts.push([at, startsAt]);
    at = Math.max(at, endsAt);
  }
  return at < end ? [...parts, [at, end]] : parts;
}
