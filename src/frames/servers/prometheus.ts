import { succeeded } from '../../sources/error.ts';
import { askPrometheus, type PrometheusSource } from '../ask-prometheus.ts';
import type { QueryAnswer } from '../frame.ts';
import { Post } from '../post.ts';
import { isBehind, type RawAnswer } from '../raw/raw.ts';
import { RawWindows } from '../raw/raw-windows.ts';
import { RolloutStart } from '../rollout-start.ts';
import { type SenderSource, SenderWatch } from '../sender-watch.ts';
import { QueryPost } from './query-post.ts';
import type { FramePart, FrameRound, OpenPosts, PostParts, ServerPost } from './server-post.ts';

type Source = PrometheusSource & Partial<SenderSource>;

/** Prometheus: queries first, then the stored samples that are counted. */
class PrometheusPost implements ServerPost {
  readonly #source: Source;
  readonly #plan: PostParts['plan'];
  readonly #queries: QueryPost;
  /** A post of its own: samples are many, and what is asked for at a glance must not wait for them. */
  readonly #samples: Post<readonly RawAnswer[]>;
  readonly #windows: RawWindows;
  readonly #start: RolloutStart;
  readonly #sender = new SenderWatch();
  /** Whether the newest samples do not reach up to their instant yet. */
  #behind = false;

  constructor(source: Source, parts: PostParts) {
    const { plan } = parts;
    const { timeout } = plan.profile.datasources.prometheus;
    this.#source = source;
    this.#plan = plan;
    this.#queries = new QueryPost('prometheus', parts, timeout, (round) => askPrometheus(source, round));
    this.#samples = new Post('stored samples', parts.createBackoff());
    this.#windows = new RawWindows(plan.raw, plan.firing?.selector);
    this.#start = new RolloutStart(plan.starts);
  }

  async turn(round: FrameRound): Promise<FramePart> {
    const [{ part, raw }, sender] = await Promise.all([this.#ask(round), this.#askSender(round)]);
    return { ...part, ...withRaw(raw), ...(sender && { sender }) };
  }

  async rest(round: FrameRound): Promise<FramePart> {
    const [part, raw] = await Promise.all([this.#queries.rest(round), this.#behind ? this.#askRaw([], round) : []]);
    return { ...part, ...withRaw(raw) };
  }

  async #ask(round: FrameRound): Promise<{ readonly part: FramePart; readonly raw: readonly RawAnswer[] }> {
    const { part, answers } = await this.#queries.turn(round);
    return { part, raw: answers.ok ? await this.#askRaw(answers.value.queries, round) : [] };
  }

  /** What was asked in an earlier frame and is answered now bears its own times. */
  async #askRaw(answers: readonly QueryAnswer[], { at, patience, signal }: FrameRound): Promise<readonly RawAnswer[]> {
    if (this.#plan.raw.size === 0) return [];
    const rollout = this.#start.observe(answers, at);
    const ask = async () => succeeded(await this.#windows.ask(this.#source, at, rollout, signal));
    const { outcome } = await this.#samples.turn(at, ask, patience);
    const raw = outcome.ok ? outcome.value : [];
    this.#behind = isBehind({ at, raw });
    return raw;
  }

  /** Only where alerts are watched. */
  async #askSender({ at, patience, signal }: FrameRound) {
    const { alertSender } = this.#source;
    if (this.#plan.firing === null || !alertSender) return undefined;
    return this.#sender.turn({ alertSender }, at, patience, signal);
  }
}

const withRaw = (raw: readonly RawAnswer[]): Pick<FramePart, 'raw'> => (raw.length > 0 ? { raw } : {});

export const openPrometheus: OpenPosts<Source> = (source, parts) => [new PrometheusPost(source, parts)];
