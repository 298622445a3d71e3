import type { Plan } from '../profile/plan/plan.ts';
import type { Query } from '../profile/query.ts';
import { PANELS, type PanelId } from '../profile/schema/panels.ts';
import type { Profile } from '../profile/schema/profile.ts';

export interface RoomPage {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelId[];
  /** Groups of infrastructure rows it shows, as rows name them; null: all. */
  readonly infra: readonly string[] | null;
}

interface PlannedPair {
  readonly baseline: Query;
  readonly candidate: Query;
}

/** Whether a panel has something to show by a plan alone. */
const SHOWS: Readonly<Record<PanelId, (plan: Plan) => boolean>> = {
  rings: ({ rings }) => rings.length > 0,
  comparison: ({ metrics }) => metrics.length > 0,
  traffic: ({ traffic }) => Boolean(traffic),
  alerts: () => true,
  infra: ({ infra }) => infra.length > 0,
  journal: ({ rings }) => rings.length > 0,
};

/** What a panel draws over time; the others draw the newest values alone. */
const CHARTS: Readonly<Partial<Record<PanelId, (plan: Plan) => readonly PlannedPair[]>>> = {
  comparison: ({ metrics }) => metrics,
  traffic: ({ traffic }) => (traffic ? [traffic] : []),
};

/** The queries of which the panels of a page draw the past. @param id the first page unless given */
export function chartsOf(plan: Plan, id?: string): readonly Query[] {
  const pages = pagesOf(plan);
  const page = id === undefined ? pages[0] : pages.find((one) => one.id === id);
  const pairs = page?.panels.flatMap((panel) => CHARTS[panel]?.(plan) ?? []) ?? [];
  return pairs.flatMap(({ baseline, candidate }) => [baseline, candidate]);
}

/** The profile's pages; without any, one page with every panel that has something to show. */
export function pagesOf(plan: Plan): RoomPage[] {
  const { profile } = plan;
  if (profile.pages)
    return profile.pages.map(({ infra: ids, ...page }) => ({ ...page, infra: labelsOf(profile, ids) }));
  const panels = PANELS.filter((panel) => SHOWS[panel](plan));
  return [{ id: 'room', title: 'Room', panels, infra: null }];
}

const labelsOf = ({ infra }: Profile, ids: readonly string[] | undefined): readonly string[] | null =>
  ids === undefined ? null : infra.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
