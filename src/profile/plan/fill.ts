import { type LogqlKind, readLogql } from '../logql/logql.ts';
import type { Query, QuerySource } from '../query.ts';
import type { Profile } from '../schema/profile.ts';
import { fillTemplate, UnknownVariable } from '../template.ts';
import { type PlannedServer, planQuery } from './servers.ts';

/** A query that cannot be filled in; `path` says where in the profile it stands. */
export class PlanError extends Error {
  readonly path: readonly PropertyKey[];
  constructor(message: string, path: readonly PropertyKey[]) {
    super(message);
    this.path = path;
  }
}

/** Fills variables into a query. @throws PlanError when it names an unknown one; `path` says where the query stands */
export type Fill = (query: string, path: readonly PropertyKey[]) => string;

/** A selector of each version. */
export interface PlannedPair {
  readonly baseline: string;
  readonly candidate: string;
}

/** What fills in the variables of a profile, of all of it and of a part. */
export interface Fillers {
  /** With further variables. @param id the one among them that names a ring or a version */
  readonly filler: (further: Readonly<Record<string, string>>, id?: string) => Fill;
  readonly fill: Fill;
  readonly fillBaseline: Fill;
  readonly fillCandidate: Fill;
}

export function createFillers(profile: Profile): Fillers {
  const shared = { window: `${profile.window}s`, ...profile.variables };
  const filler: Fillers['filler'] = (further, id) => (query, path) => {
    const variables = { ...shared, ...further };
    try {
      return fillTemplate(query, variables, id);
    } catch (error) {
      if (!(error instanceof UnknownVariable)) throw error;
      const known = Object.keys(variables).map((name) => `$${name}`);
      throw new PlanError(`${error.message}; there are ${known.join(', ')}`, path);
    }
  };
  const ofVersion = (version: NonNullable<Profile['versions']>['baseline'] | undefined) =>
    filler(version ? { ...version.variables, version: version.id } : {}, 'version');
  return {
    filler,
    fill: filler({}),
    fillBaseline: ofVersion(profile.versions?.baseline),
    fillCandidate: ofVersion(profile.versions?.candidate),
  };
}

/** @throws PlanError when it is no LogQL */
export function kindOf(query: string, path: readonly PropertyKey[]): LogqlKind {
  const reading = readLogql(query);
  if (reading.ok) return reading.kind;
  const { text, at } = reading.fault;
  throw new PlanError(`not LogQL at line ${at.line}, column ${at.column}: ${text}`, path);
}

/** What a text must be to be asked of each source; throws a PlanError when it is not. */
const LANGUAGES: Record<QuerySource, (text: string, path: readonly PropertyKey[]) => void> = {
  // Prometheus alone knows its language: what is wrong with a query it says when it is asked.
  prometheus: () => {},
  loki(text, path) {
    if (kindOf(text, path) === 'metric') return;
    throw new PlanError('gives lines where a number is needed: take count_over_time(), or the like, of it', path);
  },
};

/** Whom a query is asked of, as a profile has it, and the servers there are. */
export interface Asked {
  readonly source?: QuerySource | undefined;
  readonly server?: string | undefined;
  readonly servers: readonly PlannedServer[];
}

/** Fills a query in, for the server that it is asked of. */
export function fillQuery(
  { source = 'prometheus', server, servers }: Asked,
  fill: Fill,
  query: string,
  path: readonly PropertyKey[],
): Query {
  const text = fill(query, path);
  LANGUAGES[source](text, path);
  return planQuery(source, server, text, servers);
}
