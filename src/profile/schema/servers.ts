import { z } from 'zod';
import { ALL_SERVERS, QUERY_SOURCES, type QuerySource } from '../query.ts';
import { lokiDatasource, queryDatasource } from './http.ts';
import { identifier } from './scalars.ts';

/** Which server a query is asked of. Whether there is one of that name, `serverMistakes` finds. */
export const server = z
  .string()
  .optional()
  .describe(
    'Of several servers of its source the one that is asked, by its id, or `all`: then each series also carries the labels of its server. The first unless given.',
  );

export const oneServer = z
  .string()
  .optional()
  .describe('Of several servers the one that is asked, by its id. The first unless given.');

/** A ring that is in several regions, each with a Prometheus of its own. */
export const regions = z
  .strictObject({
    servers: z
      .array(identifier)
      .min(1)
      .optional()
      .describe('Ids of the Prometheus servers, one for each region; all of them unless given.'),
    pass: z
      .union([z.literal('all'), z.int().min(1)])
      .default('all')
      .describe('How many regions must pass before the ring does: `all`, or a number.'),
    cancel_on_fail: z
      .boolean()
      .default(true)
      .describe('One region that fails, or is not known, holds the ring up though enough others pass.'),
  })
  .optional()
  .describe(
    'The ring is in several regions: `deployed`, `progress` and checks without a server of their own are asked of each.',
  );

type Named<T> = T & { readonly id: string };
type Several<T> = readonly [Named<T>, ...Named<T>[]];

/** One server, or a list of them in which each has an id. @param standard the id of the only one */
const oneOrMore = <T extends z.ZodType<{ readonly id?: string | undefined }>>(one: T, standard: QuerySource) =>
  z.union([one, z.array(one).min(1).max(20)]).transform((given, context): Several<z.output<T>> => {
    const list = Array.isArray(given) ? given : [given];
    list.forEach(({ id }, i) => {
      if (id === undefined && list.length > 1)
        context.addIssue({ code: 'custom', path: [i], message: 'needs an id: there are several servers' });
    });
    const [first, ...others] = list.map((given): Named<z.output<T>> => ({ ...given, id: given.id ?? standard }));
    return first === undefined ? z.NEVER : [first, ...others];
  });

export const prometheusServers = oneOrMore(queryDatasource, 'prometheus').describe(
  'The Prometheus, or a list of several, each with an `id`.',
);
export const lokiServers = oneOrMore(lokiDatasource, 'loki')
  .optional()
  .transform((servers): readonly Several<z.output<typeof lokiDatasource>>[number][] => servers ?? [])
  .describe('The Loki, or a list of several, each with an `id`.');

/** What stands in a profile in the wrong way. */
interface ServerMistake {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** What was given, and what might have been meant. */
  readonly given?: string;
  readonly candidates?: string[];
}

/** What of a profile names servers, or may. */
interface NamingProfile extends Readonly<Partial<Record<(typeof NAMING)[number], unknown>>> {
  readonly datasources: Readonly<Record<QuerySource, readonly { readonly id: string }[]>> & {
    readonly alertmanagers: readonly unknown[];
  };
  readonly rings: readonly { readonly server?: string | undefined; readonly regions?: z.output<typeof regions> }[];
}

/** Sections in which queries name the server that they are asked of, wherever in them they stand. */
const NAMING = [
  'checks',
  'rings',
  'comparison',
  'traffic',
  'verdict',
  'infra',
  'patterns',
  'logs',
  'pages',
  'slos',
  'slas',
  'reports',
] as const;
/** Whose names are the operator's own. */
const FREE: ReadonlySet<string> = new Set(['variables', 'labels', 'mappings']);
/** Where lines are asked for, and a server is a Loki. */
const OF_LINES: ReadonlySet<string> = new Set(['patterns', 'logs']);
/** What cannot be put together of several servers. */
const OF_ONE: ReadonlySet<string> = new Set(['rings', 'verdict', 'patterns', 'logs', 'slos', 'slas']);

const LABELS: Readonly<Record<QuerySource, string>> = { prometheus: 'Prometheus', loki: 'Loki' };

/** Servers with the name of another, and names of servers that there are none of. */
export const serverMistakes = (profile: NamingProfile): ServerMistake[] => [
  ...idMistakes(profile),
  ...NAMING.flatMap((section) => namingMistakes(profile, profile[section], [section])),
  ...profile.rings.flatMap((ring, i) => regionMistakes(profile, ring, ['rings', i, 'regions'])),
];

/** Of servers with which something else is wrong, the profile is still as it was written. */
const serversIn = <T>(given: T | readonly T[]): readonly T[] => [given].flat() as readonly T[];

/** Each server is told by its name, whatever it is. */
function idMistakes({ datasources }: NamingProfile): ServerMistake[] {
  const taken = new Set(datasources.alertmanagers.map((_, i) => `alertmanager-${i + 1}`));
  return QUERY_SOURCES.flatMap((source) =>
    serversIn(datasources[source]).flatMap(({ id }, i): ServerMistake[] => {
      const path = ['datasources', source, i, 'id'];
      if (id === ALL_SERVERS) return [{ path, message: `"${ALL_SERVERS}" stands for all servers: choose another id` }];
      if (taken.has(id)) return [{ path, message: `another server has the id "${id}" already` }];
      taken.add(id);
      return [];
    }),
  );
}

/** What names a server, in this place of a profile or below it. */
function namingMistakes(
  profile: NamingProfile,
  node: unknown,
  path: readonly [string, ...(string | number)[]],
): ServerMistake[] {
  if (Array.isArray(node)) return node.flatMap((item, i) => namingMistakes(profile, item, [...path, i]));
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.entries(node).flatMap(([key, item]) =>
    FREE.has(key) ? [] : namingMistakes(profile, item, [...path, key]),
  );
  return 'server' in node && typeof node.server === 'string'
    ? [...namedMistakes(profile, node.server, node, path), ...below]
    : below;
}

function namedMistakes(
  { datasources }: NamingProfile,
  server: string,
  place: object,
  path: readonly [string, ...(string | number)[]],
): ServerMistake[] {
  const isOfLines = OF_LINES.has(path[0]) || ('type' in place && place.type === 'logs');
  const source = isOfLines || ('source' in place && place.source === 'loki') ? 'loki' : 'prometheus';
  const ids = serversIn(datasources[source]).map(({ id }) => id);
  if (ids.includes(server)) return [];
  if (server !== ALL_SERVERS) return [unknownServer(server, source, ids, [...path, 'server'])];
  return isOfLines || OF_ONE.has(path[0])
    ? [{ path: [...path, 'server'], message: 'expected one server, not all' }]
    : [];
}

const unknownServer = (
  given: string,
  source: QuerySource,
  candidates: string[],
  path: readonly (string | number)[],
): ServerMistake => ({ path, message: `"${given}" is not one of the ${LABELS[source]} servers`, given, candidates });

function regionMistakes(
  { datasources }: NamingProfile,
  { server, regions: given }: NamingProfile['rings'][number],
  path: readonly (string | number)[],
): ServerMistake[] {
  if (!given) return [];
  const ids = serversIn(datasources.prometheus).map(({ id }) => id);
  const named = given.servers ?? ids;
  const count = new Set(named).size;
  return [
    ...(server === undefined ? [] : [{ path, message: 'a ring has either a server or regions' }]),
    ...named.flatMap((id, i) => {
      const place = [...path, 'servers', i];
      if (!ids.includes(id)) return [unknownServer(id, 'prometheus', ids, place)];
      return named.indexOf(id) < i ? [{ path: place, message: `"${id}" is named twice` }] : [];
    }),
    ...(given.pass !== 'all' && given.pass > count
      ? [{ path: [...path, 'pass'], message: `expected at most ${count}, as there are regions` }]
      : []),
  ];
}
