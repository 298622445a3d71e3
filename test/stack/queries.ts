import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { reportQuery } from '../../src/profile/plan/reports.ts';
import type { QuerySource } from '../../src/profile/query.ts';
import { type Profile, profileSchema } from '../../src/profile/schema/profile.ts';
import { seconds, type Unit } from '../../src/units.ts';
import { profilePath, type System } from '../../stack/profiles.ts';

/** One query of a profile after its variables are filled in. */
export interface ProfileQuery {
  /** Where in the profile it stands. */
  readonly place: string;
  readonly expr: string;
  readonly unit: Unit;
  /** Whom it is asked of. */
  readonly source: QuerySource;
  /** Label of which it may answer several values; otherwise it answers exactly one series. */
  readonly each?: string;
}

export const loadShipped = (id: System): Profile =>
  profileSchema.parse(parse(readFileSync(profilePath(`${id}.yaml`), 'utf8')));

/** So short that a look of a statistic, which lies on the clock's own steps, has been taken since a stack began. */
const PERIOD = seconds(30);

/** Every query of a profile, those of rings only for the rings named. */
export function profileQueries(profile: Profile, rings: readonly string[]): ProfileQuery[] {
  const fill = (text: string, own: Readonly<Record<string, string>>) => {
    const variables: Readonly<Record<string, string>> = { window: `${profile.window}s`, ...profile.variables, ...own };
    return text.replace(/\$(\w+)/g, (whole, name: string) => variables[name] ?? whole);
  };
  const queries: ProfileQuery[] = [];
  for (const ring of profile.rings.filter(({ id }) => rings.includes(id))) {
    const own = { ...ring.variables, ring: ring.id };
    for (const id of ring.checks) {
      const check = profile.checks[id];
      if (check && !('slo' in check))
        queries.push({
          place: `${ring.id}.${id}`,
          expr: fill(check.query, own),
          unit: check.unit,
          source: check.source ?? 'prometheus',
        });
    }
    if (ring.deployed)
      queries.push({
        place: `${ring.id}.deployed`,
        expr: fill(ring.deployed, own),
        unit: 'seconds',
        source: 'prometheus',
      });
    if (ring.progress)
      queries.push({
        place: `${ring.id}.progress`,
        expr: fill(ring.progress, own),
        unit: 'ratio',
        source: 'prometheus',
      });
  }
  for (const { id: version } of profile.versions ? [profile.versions.baseline, profile.versions.candidate] : []) {
    for (const metric of profile.comparison)
      if (metric.query)
        queries.push({
          place: `${metric.id} ${version}`,
          expr: fill(metric.query, { version }),
          unit: metric.unit,
          source: metric.source ?? 'prometheus',
        });
    if (profile.traffic)
      queries.push({
        place: `traffic ${version}`,
        expr: fill(profile.traffic.requests, { version }),
        unit: 'per-second',
        source: 'prometheus',
      });
  }
  if (typeof profile.traffic?.planned === 'string')
    queries.push({ place: 'planned', expr: fill(profile.traffic.planned, {}), unit: 'ratio', source: 'prometheus' });
  for (const group of profile.infra)
    for (const { id, query, unit, each, source = 'prometheus' } of group.items)
      queries.push({ place: `${group.id}.${id}`, expr: fill(query, {}), unit, source, ...(each ? { each } : {}) });
  for (const [i, metric] of profile.reports.metrics.entries()) {
    const { source, text } = reportQuery(profile, metric, ['reports', 'metrics', i])(PERIOD);
    const { id, unit, each } = metric;
    queries.push({ place: `reports.${id}`, expr: text, unit, source, ...(each ? { each } : {}) });
  }
  return queries;
}
