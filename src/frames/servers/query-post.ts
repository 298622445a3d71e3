import type { Plan, PlannedServer } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { type Outcome, succeeded } from '../../sources/error.ts';
import { type Seconds, seconds } from '../../units.ts';
import type { Backfill, QueryAnswer } from '../frame.ts';
import type { RangeQuestion } from '../gaps.ts';
import { Post, type Turn } from '../post.ts';
import type { Standing } from '../standing.ts';
import { type FramePart, type FrameRound, type PostParts, reportOf } from './server-post.ts';

/** What one round of queries brought. */
export interface QueryAnswers extends Standing {
  readonly queries: readonly QueryAnswer[];
  readonly backfills: readonly Backfill[];
  /** Of the fastest answer: what the server and the way to it need at least. */
  readonly latency: Seconds;
}

/** The queries of one round. */
export interface QueryRound extends Pick<FrameRound, 'at' | 'signal'> {
  readonly exprs: readonly Query[];
  readonly ranges: readonly RangeQuestion[];
  /** Ends the round: what has no answer by then fails, so that a server that hangs delays the next round only once. */
  readonly deadline: AbortSignal;
}

const isOf = (query: Query, { source, server }: PlannedServer): boolean =>
  query.source === source && query.server === server;

/** Queries of a plan that are asked of a server. */
export const queriesOf = ({ plan }: { readonly plan: Pick<Plan, 'instant'> }, server: PlannedServer): Query[] =>
  plan.instant.filter((expr) => isOf(expr, server));

/** Every query with the failure of its server. */
export const unansweredBy = (exprs: readonly Query[], outcome: Outcome<never>): FramePart => ({
  queries: exprs.map((expr) => ({ expr, outcome })),
});

/** Asks one server all queries that are its. */
export class QueryPost {
  readonly #server: PlannedServer;
  readonly #exprs: readonly Query[];
  readonly #timeout: Seconds;
  readonly #ask: (round: QueryRound) => Promise<Outcome<QueryAnswers>>;
  readonly #post: Post<QueryAnswers>;
  /** What came of the newest turn. */
  #heard: Outcome<QueryAnswers> | undefined;

  /** @param ask never rejects */
  constructor(server: PlannedServer, parts: PostParts, ask: (round: QueryRound) => Promise<Outcome<QueryAnswers>>) {
    this.#server = server;
    this.#exprs = queriesOf(parts, server);
    this.#timeout = timeoutOf(server, parts);
    this.#ask = ask;
    this.#post = new Post(server.id, parts.createBackoff());
  }

  /** What the frame is told, and the answers behind it. */
  async turn(round: FrameRound): Promise<{ part: FramePart; answers: Outcome<QueryAnswers> }> {
    const turn = await this.#turn(this.#exprs, round);
    const answers = turn.outcome;
    this.#heard = answers;
    const sources = [reportOf(round.at, this.#server.id, this.#server.source, turn)];
    if (!answers.ok) return { answers, part: { ...unansweredBy(this.#exprs, answers), sources } };
    const { queries, backfills } = answers.value;
    return { answers, part: { queries, backfills, sources } };
  }

  /** The ranges that are due beside what was answered. A server that answered is up, though it answers no range. */
  async rest(round: FrameRound): Promise<FramePart> {
    const heard = this.#heard;
    const ranges = this.#rangesOf(round);
    if (!heard?.ok || ranges.length === 0) return {};
    const turn = await this.#turn([], round);
    const { outcome } = turn;
    const lacking = outcome.ok ? outcome.value.lacking : outcome.error;
    const backfills = outcome.ok ? outcome.value.backfills : ranges.map((range) => ({ ...range, outcome }));
    // What a range is refused for says nothing against the server.
    if (!lacking || lacking.kind === 'bad-query' || heard.value.lacking) return { backfills };
    const standing = succeeded({ ...heard.value, lacking });
    const { id, source } = this.#server;
    return { backfills, sources: [reportOf(round.at, id, source, { ...turn, outcome: standing })] };
  }

  #rangesOf = ({ due }: FrameRound): readonly RangeQuestion[] => due.filter(({ expr }) => isOf(expr, this.#server));

  #turn(exprs: readonly Query[], round: FrameRound): Promise<Turn<QueryAnswers>> {
    const { at, patience, signal } = round;
    const ask = () => {
      const deadline = AbortSignal.timeout(this.#timeout * 1000);
      return this.#ask({ exprs, ranges: this.#rangesOf(round), at, deadline, signal });
    };
    return this.#post.turn(at, ask, patience);
  }
}

/** For a server that the profile does not set up. */
const STANDARD: Seconds = seconds(10);

const timeoutOf = ({ id, source }: PlannedServer, { plan }: PostParts): Seconds =>
  plan.profile.datasources[source].find((one) => one.id === id)?.timeout ?? STANDARD;
