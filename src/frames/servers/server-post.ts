import type { Plan } from '../../profile/plan/plan.ts';
import { succeeded } from '../../sources/error.ts';
import type { Backoff } from '../../sources/http/backoff.ts';
import type { SourceKind } from '../../sources/kinds.ts';
import type { Millis, Seconds } from '../../units.ts';
import type { Frame, SourceReport } from '../frame.ts';
import type { RangeQuestion } from '../gaps.ts';
import type { Turn } from '../post.ts';
import type { Standing } from '../standing.ts';

/** What every post is told of a frame. */
export interface FrameRound {
  readonly at: Millis;
  /** The range queries due, of all sources. */
  readonly due: readonly RangeQuestion[];
  /** Resolves when the frame waits no longer; what is answered later is heard in a later frame. */
  readonly patience: Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** What one post has to say in a frame. */
export type FramePart = Partial<Omit<Frame, 'at' | 'spent'>>;

/** Where something is asked from: one server, or one kind of question to it. Posts know nothing of each other. */
export interface ServerPost {
  /** Never rejects. */
  turn(round: FrameRound): Promise<FramePart>;
  /** As `turn`, of what is left of the past at an instant whose present was heard. Absent where nothing can be left. */
  rest?(round: FrameRound): Promise<FramePart>;
}

export interface PostParts {
  readonly plan: Plan;
  /** One for each server. */
  readonly createBackoff: () => Backoff;
}

/** Opens the posts of one kind at the servers given. */
export type OpenPosts<Given> = (given: Given, parts: PostParts) => readonly ServerPost[];

/** How a server answered. */
export function reportOf(
  at: Millis,
  id: string,
  kind: SourceKind,
  { askedAt, outcome }: Turn<{ readonly latency: Seconds } & Standing>,
): SourceReport {
  return {
    id,
    kind,
    outcome: outcome.ok ? succeeded(answeredIn(outcome.value)) : outcome,
    ...(askedAt !== at && { askedAt }),
  };
}

const answeredIn = ({ latency, lacking, asOf }: { readonly latency: Seconds } & Standing) => ({
  latency,
  ...(lacking && { lacking }),
  ...(asOf !== undefined && { asOf }),
});
