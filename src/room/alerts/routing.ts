import type { Route } from '../../sources/alertmanager/types.ts';
import type { Labels } from '../../sources/prometheus/types.ts';
import { parseMatchers } from '../silences/matcher-text.ts';
import { covers } from '../silences/matchers.ts';

/** Where an alert is sent, and in which rhythm. */
export type Destination = Pick<Route, 'receiver' | 'groupBy' | 'groupInterval' | 'repeatInterval'>;

/** Every destination of an alert, as Alertmanager walks its routes; none where the labels do not fit the route. */
export function destinationsOf(route: Route, labels: Labels): readonly Destination[] {
  if (!route.matchers.every((text) => fits(text, labels))) return [];
  const found: Destination[] = [];
  for (const child of route.routes) {
    const below = destinationsOf(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [route];
}

function fits(text: string, labels: Labels): boolean {
  const parsed = parseMatchers(text);
  return parsed.ok && covers(parsed.matchers, labels);
}
