import { type Seconds, seconds } from '../../units.ts';
import type { Query } from '../query.ts';
import type { Profile } from '../schema/profile.ts';
import type { ReportMetricSpec, Statistic } from '../schema/reports.ts';
import { createFillers, type Fill, type Fillers, fillQuery } from './fill.ts';
import { plannedServers } from './servers.ts';

/** Asks one metric of a report over a length of time: of the period, or of a step of it. */
export type QueryOver = (length: Seconds) => Query;

/** How a query is taken over a length of time, with a look at it every so often. */
type OverTime = (query: string, length: string, look: string, each: string | undefined) => string;

const subquery =
  (call: (range: string) => string): OverTime =>
  (query, length, look) =>
    // A comment at its end would take the bracket along.
    call(`(${query.trim()}${query.includes('#') ? '\n' : ''})[${length}:${look}]`);

const OVER_TIME: Readonly<Record<Statistic, OverTime>> = {
  mean: subquery((range) => `avg_over_time(${range})`),
  min: subquery((range) => `min_over_time(${range})`),
  max: subquery((range) => `max_over_time(${range})`),
  p95: subquery((range) => `quantile_over_time(0.95, ${range})`),
  last: (query) => query,
  increase: (query, length, _, each) =>
    `sum${each === undefined ? '' : ` by (${each})`} (increase(${query.trim()}[${length}]))`,
};

/** The query of a metric over any length. @throws PlanError when it names an unknown variable or is no query of its source */
export function reportQuery(profile: Profile, metric: ReportMetricSpec, path: readonly PropertyKey[]): QueryOver {
  const fillers = createFillers(profile);
  return (length) => {
    const text = `${length}s`;
    const asked = { source: metric.source, server: metric.server, servers: plannedServers(profile) };
    const query = fillQuery(asked, periodFill(fillers, length), metric.query, [...path, 'query']);
    if (metric.statistic === undefined) return query;
    const over = OVER_TIME[metric.statistic];
    return { ...query, text: over(query.text, text, `${Math.min(profile.window, length)}s`, metric.each) };
  };
}

/** Fills `$period` in beside what is known everywhere. */
export const periodFill = ({ filler }: Fillers, length: Seconds): Fill => filler({ period: `${length}s` });

/** Any length tells whether a query can be filled in. */
const SOME = seconds(86_400);

/** @throws PlanError for the first query of the reports that cannot be asked */
export function checkReports(profile: Profile, fillers: Fillers): void {
  const { metrics, deployments, coverage } = profile.reports;
  metrics.forEach((metric, i) => void reportQuery(profile, metric, ['reports', 'metrics', i])(SOME));
  if (deployments !== undefined) periodFill(fillers, SOME)(deployments, ['reports', 'deployments']);
  fillers.fill(coverage, ['reports', 'coverage']);
}
