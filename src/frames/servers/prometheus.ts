import type { PlannedServer, RawReach } from '../../profile/plan/plan.ts';
import { succeeded } from '../../sources/error.ts';
import { askPrometheus, type PrometheusSource } from '../ask-prometheus.ts';
import { Post } from '../post.ts';
import { isBehind, type RawAnswer } from '../raw/raw.ts';
import { RawWindows } from '../raw/raw-windows.ts';
import { type SenderSource, SenderWatch } from '../sender-watch.ts';
import { QueryPost, queriesOf } from './query-post.ts';
import type { FramePart, FrameRound, OpenPosts, PostParts, ServerPost } from './server-post.ts';
import { SharedStart } from './shared-start.ts';

type Source = PrometheusSource & Partial<SenderSource>;

/** One Prometheus: queries first, then the stored samples that are counted, or that tell what fired. */
class PrometheusPost implements ServerPost {
  readonly #source: Source;
  readonly #server: PlannedServer;
  readonly #plan: PostParts['plan'];
  readonly #queries: QueryPost;
  /** A post of its own: samples are many, and what is asked for at a glance must not wait for them. */
  readonly #samples: Post<readonly RawAnswer[]>;
  readonly #wanted: ReadonlyMap<string, RawReach>;
  readonly #windows: RawWindows;
  readonly #start: SharedStart;
  readonly #sender = new SenderWatch();
  /** Whether it knows of a part of the rollout. */
  readonly #tells: boolean;
  /** Whether the newest samples do not reach up to their instant yet. */
  #behind = false;

  constructor(source: Source, server: PlannedServer, start: SharedStart, parts: PostParts) {
    const { plan } = parts;
    this.#source = source;
    this.#server = server;
    this.#plan = plan;
    this.#queries = new QueryPost(server, parts, (round) => askPrometheus(source, round));
    this.#samples = new Post('stored samples', parts.createBackoff());
    this.#wanted = wantedOf(server, plan);
    this.#windows = new RawWindows(this.#wanted, plan.firing?.selector);
    this.#start = start;
    this.#tells = queriesOf({ plan: { ...plan, instant: plan.starts } }, server).length > 0;
  }

  async turn(round: FrameRound): Promise<FramePart> {
    const [{ part, raw }, sender] = await Promise.all([this.#ask(round), this.#askSender(round)]);
    return { ...part, ...withRaw(raw), ...(sender && { sender }) };
  }

  async rest(round: FrameRound): Promise<FramePart> {
    const [part, raw] = await Promise.all([this.#queries.rest(round), this.#behind ? this.#askRaw(round) : []]);
    return { ...part, ...withRaw(raw) };
  }

  async #ask(round: FrameRound): Promise<{ readonly part: FramePart; readonly raw: readonly RawAnswer[] }> {
    const asked = this.#queries.turn(round);
    // What was asked in an earlier frame and is answered now bears its own times.
    if (this.#tells)
      this.#start.expect(
        round.at,
        asked.then(({ answers }) => (answers.ok ? answers.value.queries : [])),
      );
    const { part, answers } = await asked;
    return { part, raw: answers.ok ? await this.#askRaw(round) : [] };
  }

  async #askRaw({ at, patience, signal }: FrameRound): Promise<readonly RawAnswer[]> {
    if (this.#wanted.size === 0) return [];
    const rollout = [...this.#wanted.values()].includes('rollout') ? await this.#start.observe(at) : null;
    const ask = async () => succeeded(await this.#windows.ask(this.#source, at, rollout, signal));
    const { outcome } = await this.#samples.turn(at, ask, patience);
    const raw = outcome.ok ? outcome.value : [];
    this.#behind = isBehind({ at, raw });
    const { server } = this.#server;
    return server === undefined ? raw : raw.map((answer) => ({ ...answer, server }));
  }

  /** Only where alerts are watched, and of the first: how the others send theirs is taken to be the same. */
  async #askSender({ at, patience, signal }: FrameRound) {
    const { alertSender } = this.#source;
    if (this.#plan.firing === null || !alertSender || this.#server.server !== undefined) return undefined;
    return this.#sender.turn({ alertSender }, at, patience, signal);
  }
}

/** What is counted is counted of one server; what fired is asked of each. */
const wantedOf = ({ server }: PlannedServer, { raw, verdict, firing }: PostParts['plan']) =>
  verdict?.server === server ? raw : new Map([...raw].filter(([selector]) => selector === firing?.selector));

const withRaw = (raw: readonly RawAnswer[]): Pick<FramePart, 'raw'> => (raw.length > 0 ? { raw } : {});

/** Each is one server of the profile, in its order. */
export const openPrometheus: OpenPosts<Source | readonly Source[]> = (given, parts) => {
  const { plan } = parts;
  const start = new SharedStart(plan.starts);
  const sources = [given].flat();
  return plan.servers
    .filter(({ source }) => source === 'prometheus')
    .flatMap((server, i) => {
      const source = sources[i];
      return source ? [new PrometheusPost(source, server, start, parts)] : [];
    });
};
