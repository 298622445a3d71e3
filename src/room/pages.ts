import type { Plan } from '../profile/plan/plan.ts';
import { PANELS, type PanelId } from '../profile/schema/panels.ts';
import type { Profile } from '../profile/schema/profile.ts';

export interface RoomPage {
  readonly id: string;
  readonly title: string;
  readonly panels: readonly PanelId[];
  /** Groups of infrastructure rows it shows, as rows name them; null: all. */
  readonly infra: readonly string[] | null;
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
