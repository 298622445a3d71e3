import { own } from '../../own.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { deployedIn } from '../../profile/plan/sites.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import type { Millis } from '../../units.ts';
import type { Ring } from '../rings/rings.ts';

/** Where an alert comes from, by its start and its labels. */
export interface Attribution {
  /** Against the deployment of `ring`; `unknown` when that, or its time, is not known. */
  readonly since: 'before' | 'new' | 'unknown';
  readonly on: 'candidate' | 'baseline' | 'both' | 'infrastructure' | 'unknown';
  /** The ring it is about, else the one rolling out; null when there is neither. */
  readonly ring: string | null;
  /** Labels of the versions it is on. */
  readonly versions: readonly string[];
}

/** What of a ring tells whether an alert has to do with it. */
export type AttributedRing = Pick<Ring, 'id' | 'deployedAt' | 'validated'>;

/** What alerts are held against. */
export interface AttributionContext {
  readonly settings: Pick<Profile['alerts'], 'version_label' | 'ring_label' | 'infrastructure' | 'concern_every_ring'>;
  readonly versions: Profile['versions'];
  readonly rings: readonly AttributedRing[];
  /** Rings whose time of deployment is known only as "no later than this". */
  readonly undated: ReadonlySet<string>;
  /** Jobs the profile's infra queries ask about. */
  readonly infraJobs: ReadonlySet<string>;
}

const JOB = /\bjob="([^"]+)"/g;

/** The context of a plan's room, but for the settings. */
export const attributionContext = (
  plan: Plan,
  rings: readonly AttributedRing[],
): Omit<AttributionContext, 'settings'> => ({
  versions: plan.profile.versions,
  rings,
  undated: new Set(plan.rings.filter((ring) => deployedIn(ring).length === 0).map(({ id }) => id)),
  infraJobs: new Set(plan.infra.flatMap(({ expr }) => [...expr.text.matchAll(JOB)].map(([, job = '']) => job))),
});

interface Attributable {
  readonly labels: Labels;
  readonly startsAt: Millis;
}

/** Tells of each alert whether it is older than the rollout, and which version it is about. */
export function attribute<T extends Attributable>(
  alerts: readonly T[],
  context: AttributionContext,
): (T & { readonly attribution: Attribution })[] {
  const seen = new Map<string, Set<Role>>();
  for (const alert of alerts) {
    const version = namedVersion(alert.labels, context);
    if (version === null) continue;
    const kind = kindOf(alert.labels, context);
    seen.set(kind, (seen.get(kind) ?? new Set()).add(version));
  }
  const onOf = (labels: Labels): Attribution['on'] => {
    const version = namedVersion(labels, context);
    if (version !== null) return (seen.get(kindOf(labels, context))?.size ?? 0) > 1 ? 'both' : version;
    return namedRings(labels, context).length === 0 && isInfrastructure(labels, context) ? 'infrastructure' : 'unknown';
  };
  return alerts.map((alert) => {
    const ring = namedRings(alert.labels, context)[0] ?? ringRollingOut(context);
    const since = sinceOf(alert.startsAt, ring, context);
    const on = onOf(alert.labels);
    return { ...alert, attribution: { since, on, ring: ring?.id ?? null, versions: labelsOf(on, context) } };
  });
}

/** Labels that say where something runs: the same trouble of the other version has others. */
const PLACES: ReadonlySet<string> = new Set(['instance', 'pod', 'container', 'job', 'host', 'hostname', 'node']);
/** Labels only machines and what stands on them have. */
const MACHINES = ['instance', 'node', 'nodename', 'host', 'hostname', 'device', 'mountpoint'];

/** What an alert is about, whichever version and place: two alerts of one kind are the same trouble. */
function kindOf(labels: Labels, { settings }: AttributionContext): string {
  const telling = Object.entries(labels)
    .filter(([name]) => !PLACES.has(name) && !settings.version_label.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(telling);
}

const VERSIONS = ['baseline', 'candidate'] as const;
type Role = (typeof VERSIONS)[number];

/** The versions that labels name: by the first label that names exactly one, else by the first that names both. */
export function namedVersions(labels: Labels, { settings, versions }: AttributionContext): readonly Role[] {
  if (!versions) return [];
  const named = settings.version_label.map((name) =>
    VERSIONS.filter((role) => names(own(labels, name) ?? '', versions[role].id)),
  );
  return named.find(({ length }) => length === 1) ?? named.find(({ length }) => length > 1) ?? [];
}

function namedVersion(labels: Labels, context: AttributionContext): Role | null {
  const [version, other] = namedVersions(labels, context);
  return version !== undefined && other === undefined ? version : null;
}

/**
 * Whether a value is the id, or has it among its words: "matcher-v2" names the version "v2", and "shop-1.4.1" neither 1.4 nor 4.1. What
 * has no label names nothing.
 */
const names = (value: string, id: string): boolean =>
  id !== '' && (value === id || (value.includes(id) && asWord(id).test(value)));

const asWord = (id: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}]|\\p{N}\\.)${id.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\p{L}\\p{N}]|\\.\\p{N})`,
    'u',
  );

/** The rings that labels name: the first label that names any decides. */
export function namedRings(labels: Labels, { settings, rings }: AttributionContext): readonly AttributedRing[] {
  for (const name of settings.ring_label) {
    const value = own(labels, name) ?? '';
    const exact = rings.filter(({ id }) => id === value);
    const named = exact.length > 0 ? exact : rings.filter(({ id }) => names(value, id));
    if (named.length > 0) return named;
  }
  return [];
}

/** The last ring deployed to that is not validated yet; when all are, the last one. */
function ringRollingOut({ rings }: AttributionContext): AttributedRing | undefined {
  const deployed = rings.filter(({ deployedAt }) => deployedAt !== null);
  return deployed.findLast(({ validated }) => validated === null) ?? deployed.at(-1);
}

function sinceOf(
  startsAt: Millis,
  ring: AttributedRing | undefined,
  { undated }: AttributionContext,
): Attribution['since'] {
  if (!ring || ring.deployedAt === null) return 'unknown';
  if (startsAt >= ring.deployedAt) return 'new';
  return undated.has(ring.id) ? 'unknown' : 'before';
}

export function isInfrastructure(labels: Labels, { settings, infraJobs }: AttributionContext): boolean {
  const { infrastructure } = settings;
  if (infrastructure)
    return Object.entries(infrastructure).some(([name, values]) => values.includes(own(labels, name) ?? ''));
  return infraJobs.has(labels.job ?? '') || MACHINES.some((name) => (own(labels, name) ?? '') !== '');
}

/** How the versions are called that something is about, V1 before V2. */
export function labelsOf(
  on: Role | 'both' | 'infrastructure' | 'system' | 'unknown',
  { versions }: AttributionContext,
): readonly string[] {
  const roles = on === 'both' ? VERSIONS : VERSIONS.filter((role) => role === on);
  return roles.map((role) => versions?.[role].label ?? '');
}
