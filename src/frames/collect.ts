import type { Plan } from '../profile/plan/plan.ts';
import type { Millis } from '../units.ts';
import type { Frame } from './frame.ts';
import { Gaps } from './gaps.ts';
import type { FramePart, ServerPost } from './servers/server-post.ts';

/** Turns servers into frames. Every server has a post of its own: none can delay or blank another. */
export class Collector {
  readonly #gaps: Gaps;
  readonly #posts: readonly ServerPost[];

  constructor(plan: Plan, posts: readonly ServerPost[]) {
    this.#gaps = new Gaps(plan);
    this.#posts = posts;
  }

  /**
   * Observes everything at one instant. Never rejects: what failed is in the frame.
   * @param patience resolves when the frame waits no longer; a server that answers later is heard in a later frame
   */
  async collect(at: Millis, patience: Promise<void>, signal?: AbortSignal): Promise<Frame> {
    const due = this.#gaps.due(at);
    const parts = await Promise.all(this.#posts.map((post) => post.turn({ at, due, patience, signal })));
    const frame = frameOf(at, parts);
    this.#gaps.observe(frame);
    return frame;
  }
}

/** Every part of a frame, absent where no post had anything to say of it. */
type Joined = { readonly [Part in keyof Required<FramePart>]: FramePart[Part] | undefined };

function frameOf(at: Millis, parts: readonly FramePart[]): Frame {
  const raw = parts.flatMap((part) => part.raw ?? []);
  const joined: Joined = {
    queries: parts.flatMap(({ queries = [] }) => queries),
    backfills: parts.flatMap(({ backfills = [] }) => backfills),
    raw: raw.length > 0 ? raw : undefined,
    patterns: parts.find(({ patterns }) => patterns)?.patterns,
    alertmanagers: Object.fromEntries(parts.flatMap(({ alertmanagers = {} }) => Object.entries(alertmanagers))),
    sources: parts.flatMap(({ sources = [] }) => sources),
    sender: parts.find(({ sender }) => sender)?.sender,
    calendars: parts.find(({ calendars }) => calendars)?.calendars,
  };
  const said = Object.entries({ at, ...joined }).filter(([, part]) => part !== undefined);
  return Object.fromEntries(said) as unknown as Frame;
}
