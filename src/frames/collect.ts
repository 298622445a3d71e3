import type { Plan } from '../profile/plan/plan.ts';
import { queryKey } from '../profile/query.ts';
import type { Millis } from '../units.ts';
import type { Frame } from './frame.ts';
import { Gaps, type RangeQuestion } from './gaps.ts';
import { isBehind } from './raw/raw.ts';
import type { FramePart, ServerPost } from './servers/server-post.ts';
import { type Metered, Spending } from './spending.ts';

/** Turns servers into frames. Every server has a post of its own: none can delay or blank another. */
export class Collector {
  readonly #gaps: Gaps;
  readonly #posts: readonly ServerPost[];
  readonly #spending: Spending;
  /** Ranges asked for at the instant of the newest frame. */
  #asked = new Set<string>();

  /** @param metered servers of which every frame is to say what they were asked */
  constructor(plan: Plan, posts: readonly ServerPost[], metered: readonly Metered[] = []) {
    this.#gaps = new Gaps(plan);
    this.#posts = posts;
    this.#spending = new Spending(metered);
  }

  /**
   * Observes everything at one instant. Never rejects: what failed is in the frame.
   * @param patience resolves when the frame waits no longer; a server that answers later is heard in a later frame
   * @param heard is told at once what each post has to say, all of which the frame says again
   */
  async collect(
    at: Millis,
    patience: Promise<void>,
    signal?: AbortSignal,
    heard: (part: Frame) => void = () => {},
  ): Promise<Frame> {
    const due = this.#gaps.due(at);
    this.#asked = new Set(due.map(keyOf));
    const turn = async (post: ServerPost): Promise<FramePart> => {
      const part = await post.turn({ at, due, patience, signal });
      heard(frameOf(at, [part]));
      return part;
    };
    return this.#join(at, await Promise.all(this.#posts.map(turn)));
  }

  /**
   * The rest of the past at the instant of a frame: what its own answers say is wanted, and what it could not hold. Null where
   * there is none. Nothing is asked twice at one instant.
   */
  async collectRest(frame: Frame, patience: Promise<void>, signal?: AbortSignal): Promise<Frame | null> {
    const { at } = frame;
    const due = this.#gaps.due(at).filter((question) => !this.#asked.has(keyOf(question)));
    if (due.length === 0 && !isBehind(frame)) return null;
    for (const question of due) this.#asked.add(keyOf(question));
    const round = { at, due, patience, signal };
    return this.#join(at, await Promise.all(this.#posts.map(async (post) => (await post.rest?.(round)) ?? {})));
  }

  #join(at: Millis, parts: readonly FramePart[]): Frame {
    const frame = frameOf(at, parts);
    this.#gaps.observe(frame);
    const spent = this.#spending.next();
    return spent.length > 0 ? { ...frame, spent } : frame;
  }
}

/** Tells questions of one instant apart. */
const keyOf = ({ expr, window: { from, step } }: RangeQuestion): string => `${from} ${step} ${queryKey(expr)}`;

/** Every part of a frame, absent where no post had anything to say of it. */
type Joined = { readonly [Part in keyof Required<FramePart>]: FramePart[Part] | undefined };

function linesOf(parts: readonly FramePart[]): Frame['lines'] {
  const lines = parts.flatMap((part) => part.lines ?? []);
  return lines.length > 0 ? lines : undefined;
}

function frameOf(at: Millis, parts: readonly FramePart[]): Frame {
  const raw = parts.flatMap((part) => part.raw ?? []);
  const joined: Joined = {
    queries: parts.flatMap(({ queries = [] }) => queries),
    backfills: parts.flatMap(({ backfills = [] }) => backfills),
    raw: raw.length > 0 ? raw : undefined,
    lines: linesOf(parts),
    patterns: parts.find(({ patterns }) => patterns)?.patterns,
    alertmanagers: Object.fromEntries(parts.flatMap(({ alertmanagers = {} }) => Object.entries(alertmanagers))),
    sources: parts.flatMap(({ sources = [] }) => sources),
    sender: parts.find(({ sender }) => sender)?.sender,
    calendars: parts.find(({ calendars }) => calendars)?.calendars,
  };
  const said = Object.entries({ at, ...joined }).filter(([, part]) => part !== undefined);
  return Object.fromEntries(said) as unknown as Frame;
}
