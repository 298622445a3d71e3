import { panelPasts } from '../profile/plan/panel-queries.ts';
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
  /** Of a board its rows from the top; null where panels find their places by themselves. */
  readonly rows: readonly RoomRow[] | null;
}

export interface RoomRow {
  /** Its share of the page's rows. */
  readonly height: number;
  readonly cells: readonly RoomCell[];
}

/** A place in a row, from left to right. */
export interface RoomCell {
  /** A panel by its name (`PanelId`), or the key of one of the room's panels. */
  readonly panel: string;
  readonly width: number;
  /** What gives way first on a small terminal: 1, and 9 last. */
  readonly priority: number;
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

/** What a panel of a page draws over time; the others draw the newest values alone. */
const CHARTS: Readonly<Partial<Record<PanelId, (plan: Plan, page: RoomPage) => readonly Query[]>>> = {
  comparison: ({ metrics }) => metrics.flatMap(({ baseline, candidate }) => [baseline, candidate]),
  traffic: ({ traffic }) => (traffic ? [traffic.baseline, traffic.candidate] : []),
  infra: ({ infra }, page) => infra.filter(({ group }) => page.infra?.includes(group) ?? true).map(({ expr }) => expr),
};

/** The queries of which the panels of a page draw the past. @param id the first page unless given */
export function chartsOf(plan: Plan, id?: string): readonly Query[] {
  const pages = pagesOf(plan);
  const page = id === undefined ? pages[0] : pages.find((one) => one.id === id);
  if (page === undefined) return [];
  const boards = plan.panels.filter((panel) => panel.page === page.id);
  return [...page.panels.flatMap((panel) => CHARTS[panel]?.(plan, page) ?? []), ...boards.flatMap(panelPasts)];
}

/** The profile's pages, boards without their panels; without any, one page with every panel that has something to show. */
export function pagesOf(plan: Plan): RoomPage[] {
  const { profile } = plan;
  if (profile.pages)
    return profile.pages.map(({ id, title, infra, panels, rows }) => ({
      id,
      title,
      panels: panels ?? rows?.flatMap((row) => row.panels.filter((panel) => typeof panel === 'string')) ?? [],
      infra: labelsOf(profile, infra),
      rows: rows ? [] : null,
    }));
  const panels = PANELS.filter((panel) => SHOWS[panel](plan));
  return [{ id: 'room', title: 'Room', panels, infra: null, rows: null }];
}

const labelsOf = ({ infra }: Profile, ids: readonly string[] | undefined): readonly string[] | null =>
  ids === undefined ? null : infra.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
