import type { Plan } from '../profile/plan/plan.ts';
import type { PanelId, Profile } from '../profile/schema/profile.ts';
import type { RoomPage } from './room.ts';

/** The profile's pages; without any, one page with every panel that has something to show. */
export function pagesOf({ profile, rings, metrics, traffic, infra }: Plan): RoomPage[] {
  if (profile.pages)
    return profile.pages.map(({ infra: ids, ...page }) => ({ ...page, infra: labelsOf(profile, ids) }));
  const panels: PanelId[] = [
    ...(rings.length > 0 ? ['rings' as const] : []),
    ...(metrics.length > 0 ? ['comparison' as const] : []),
    ...(traffic ? ['traffic' as const] : []),
    'alerts',
    ...(infra.length > 0 ? ['infra' as const] : []),
    ...(rings.length > 0 ? ['journal' as const] : []),
  ];
  return [{ id: 'room', title: 'Room', panels, infra: null }];
}

const labelsOf = ({ infra }: Profile, ids: readonly string[] | undefined): readonly string[] | null =>
  ids === undefined ? null : infra.filter(({ id }) => ids.includes(id)).map(({ label }) => label);
