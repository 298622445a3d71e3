import * as v from 'valibot';
import { parse } from 'yaml';
import { parseDuration } from '../../profile/duration.ts';
import { dictionary, object, type Shape } from '../../shape.ts';
import { matcherName, matcherString } from '../../text/matcher.ts';
import { type Seconds, seconds } from '../../units.ts';
import type { Route } from './types.ts';

/** What Alertmanager takes where its configuration says nothing. */
const DEFAULTS = { groupBy: [], groupInterval: seconds(300), repeatInterval: seconds(4 * 3600) } as const;

const pairs = v.nullish(dictionary(v.string()));
const texts = v.nullish(v.array(v.string()));
const duration = v.nullish(
  v.pipe(
    v.string(),
    v.transform(parseDuration),
    v.custom<Seconds>((value) => value !== null),
  ),
);

interface Written {
  readonly receiver?: string | null | undefined;
  readonly match?: Readonly<Record<string, string>> | null | undefined;
  readonly match_re?: Readonly<Record<string, string>> | null | undefined;
  readonly matchers?: readonly string[] | null | undefined;
  readonly continue?: boolean | null | undefined;
  readonly group_by?: readonly string[] | null | undefined;
  readonly group_interval?: Seconds | null | undefined;
  readonly repeat_interval?: Seconds | null | undefined;
  readonly routes?: readonly Written[] | null | undefined;
}

const written: Shape<Written> = object({
  receiver: v.nullish(v.string()),
  match: pairs,
  match_re: pairs,
  matchers: texts,
  continue: v.nullish(v.boolean()),
  group_by: texts,
  group_interval: duration,
  repeat_interval: duration,
  routes: v.nullish(v.array(v.lazy(() => written))),
});

const configuration = object({
  route: v.fallback(v.nullish(written), null),
  global: v.fallback(v.nullish(object({ resolve_timeout: duration })), null),
});

/** What is used of a configuration; null where it cannot be read. */
export interface Configuration {
  readonly routing: Route | null;
  readonly resolveTimeout: Seconds | null;
}

/** Reads an alertmanager.yml, as `/api/v2/status` shows it. */
export function readConfiguration(text: string): Configuration {
  try {
    const { route, global } = v.parse(configuration, parse(text));
    return {
      routing: route ? resolve(route, { receiver: '', ...DEFAULTS }) : null,
      resolveTimeout: global?.resolve_timeout ?? null,
    };
  } catch {
    return { routing: null, resolveTimeout: null };
  }
}

type Inherited = Pick<Route, 'receiver' | 'groupBy' | 'groupInterval' | 'repeatInterval'>;

function resolve(route: Written, above: Inherited): Route {
  const own: Inherited = {
    receiver: route.receiver ?? above.receiver,
    groupBy: route.group_by ? (route.group_by.includes('...') ? 'all' : route.group_by) : above.groupBy,
    groupInterval: route.group_interval ?? above.groupInterval,
    repeatInterval: route.repeat_interval ?? above.repeatInterval,
  };
  const asMatchers = (operator: string, written: Written['match']) =>
    Object.entries(written ?? {}).map(([name, value]) => `${matcherName(name)}${operator}${matcherString(value)}`);
  return {
    ...own,
    matchers: [...(route.matchers ?? []), ...asMatchers('=', route.match), ...asMatchers('=~', route.match_re)],
    continues: route.continue ?? false,
    routes: (route.routes ?? []).map((child) => resolve(child, own)),
  };
}
