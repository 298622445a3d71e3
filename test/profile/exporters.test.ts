import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { profilePath, SYSTEMS } from '../../stack/profiles.ts';
import { loadShipped } from '../stack/queries.ts';

/*
 * `up` of a database's exporter says that the exporter was scraped: it outlives the database, and says that it is down by a
 * metric of its own. A room that shows `up` alone says "up" beside the alert that the database is down.
 */

/** What alerting rules ask of exporters for what they watch: the metric, and the job. */
const watchedIn = (rules: string): readonly { readonly metric: string; readonly job: string }[] =>
  [...rules.matchAll(/\b(?<metric>[a-z]+_up)\{job="(?<job>[^"]+)"/g)].map(({ groups }) => ({
    metric: groups?.metric ?? '',
    job: groups?.job ?? '',
  }));

/** The jobs of which a query tells `up`. */
const upOf = (query: string): readonly RegExp[] =>
  [...query.matchAll(/(?<![a-z_])up\{job=(~?)"([^"]+)"/g)].map(([, , job = '']) => new RegExp(`^(?:${job})$`));

describe.each(SYSTEMS)('%s', (system) => {
  test('calls nothing up by its exporter alone', () => {
    const { infra, panels } = buildPlan(loadShipped(system));
    const watched = watchedIn(readFileSync(profilePath(`${system}/alerting.rules.yml`), 'utf8'));
    const told = [
      ...infra.flatMap(({ id, show, expr }) => (show === 'up' ? [{ id, query: expr.text }] : [])),
      ...panels.flatMap(({ id, content }) => (content.type === 'status' ? [{ id, query: content.expr.text }] : [])),
    ];
    const blind = told.flatMap(({ id, query }) =>
      watched
        .filter(({ metric, job }) => upOf(query).some((jobs) => jobs.test(job)) && !query.includes(`${metric}{`))
        .map(({ metric }) => `${id} lacks ${metric}`),
    );
    expect(blind).toEqual([]);
  });
});
