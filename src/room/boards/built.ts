import type { Measure } from '../../profile/schema/boards.ts';
import type { Unread } from '../readings.ts';
import { worst } from '../rings/limits.ts';
import type { State } from '../state.ts';
import type { PanelContent, PanelSeries, PanelWorst, RoomPanel } from './panel.ts';

/** Series, rows and buckets that a panel holds at most: nobody reads more, and it is told that there are. */
const MOST_SHOWN = 200;

/** What a panel holds, how it stands, and why it holds nothing. */
export type Built = Pick<RoomPanel, 'content' | 'state' | 'unread' | 'more' | 'worst'>;

/** @param worstOf how one that is not well is told; `alone`: there is no other */
export function built<T extends { readonly state: State }>(
  all: readonly T[],
  unread: Unread | null,
  worstOf: (one: T, alone: boolean) => PanelWorst | null,
  contentOf: (shown: readonly T[]) => PanelContent,
): Built {
  const state = worst([...all.map((one) => one.state), ...(unread ? ['unknown' as const] : [])]);
  const shown = all.length > MOST_SHOWN ? worstFirst(all).slice(0, MOST_SHOWN) : all;
  const bad = state === 'ok' ? undefined : all.find((one) => one.state === state);
  return {
    content: contentOf(shown),
    state,
    unread,
    more: all.length - shown.length,
    worst: bad === undefined ? null : worstOf(bad, all.length === 1),
  };
}

/** How a series is told that is not well. */
export const inMeasure =
  ({ unit, limit }: Pick<Measure, 'unit' | 'limit'>) =>
  ({ name, reading }: PanelSeries, alone: boolean): PanelWorst => ({
    name: alone ? null : name,
    reading,
    unit,
    limit,
    standing: null,
  });

/** Those that are worse come first; else the order stays. */
const worstFirst = <T extends { readonly state: State }>(all: readonly T[]): readonly T[] => {
  const severity = (state: State) => (['fail', 'unknown', 'warn', 'ok'] as const).indexOf(state as never);
  return all.toSorted((a, b) => severity(a.state) - severity(b.state));
};
