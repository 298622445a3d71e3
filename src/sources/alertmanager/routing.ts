import { parse } from 'yaml';
import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { parseDuration } from '../../profile/duration.ts';
import { matcherName, matcherString } from '../../text/matcher.ts';
import { type Seconds, seconds } from '../../units.ts';
import type { Route } from './types.ts';

/** What Alertmanager takes where its configuration says nothing. */
const DEFAULTS = { groupBy: [], groupInterval: seconds(300), repeatInterval: seconds(4 * 3600) } as const;

const pairs = dictionary(z.string(), z.string()).nullish();
const duration = z
  .string()
  .transform(parseDuration)
  .pipe(z.custom<Seconds>((value) => value !== null))
  .nullish();

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

const written: z.ZodType<Written> = z.object({
  receiver: z.string().nullish(),
  match: pairs,
  match_re: pairs,
  matchers: z.array(z.string()).nullish(),
  continue: z.boolean().nullish(),
  group_by: z.array(z.string()).nullish(),
  group_interval: duration,
  repeat_interval: duration,
  get routes() {
    return z.array(written).nullish();
  },
});

const configuration = z.object({
  route: written.nullish().catch(null),
  global: z.object({ resolve_timeout: duration }).nullish().catch(null),
});

/** What is used of a configuration; null where it cannot be read. */
export interface Configuration {
  readonly routing: Route | null;
  readonly resolveTimeout: Seconds | null;
}

/** Reads an alertmanager.yml, as `/api/v2/status` shows it. */
export function readConfiguration(text: string): Configuration {
  try {
    const { route, global } = configuration.parse(parse(text));
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
