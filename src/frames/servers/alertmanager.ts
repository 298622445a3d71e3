import type { AlertmanagerView } from '../../sources/alertmanager/types.ts';
import { type Outcome, succeeded } from '../../sources/error.ts';
import { type Seconds, seconds } from '../../units.ts';
import { Post } from '../post.ts';
import {
  type FramePart,
  type FrameRound,
  type OpenPosts,
  type PostParts,
  reportOf,
  type ServerPost,
} from './server-post.ts';

export interface AlertmanagerSource {
  readonly id: string;
  view(signal?: AbortSignal): Promise<Outcome<AlertmanagerView>>;
}

interface Timed<T> {
  readonly value: T;
  readonly latency: Seconds;
}

/** One member of Alertmanager's cluster. */
class MemberPost implements ServerPost {
  readonly #member: AlertmanagerSource;
  readonly #post: Post<Timed<AlertmanagerView>>;

  constructor(member: AlertmanagerSource, { createBackoff }: PostParts) {
    this.#member = member;
    this.#post = new Post(member.id, createBackoff());
  }

  async turn({ at, patience, signal }: FrameRound): Promise<FramePart> {
    const { id } = this.#member;
    const turn = await this.#post.turn(at, () => timed(this.#member.view(signal)), patience);
    const { outcome } = turn;
    return {
      alertmanagers: { [id]: outcome.ok ? succeeded(outcome.value.value) : outcome },
      sources: [reportOf(at, id, 'alertmanager', turn)],
    };
  }
}

async function timed<T>(answer: Promise<Outcome<T>>): Promise<Outcome<Timed<T>>> {
  const started = performance.now();
  const outcome = await answer;
  return outcome.ok
    ? succeeded({ value: outcome.value, latency: seconds((performance.now() - started) / 1000) })
    : outcome;
}

export const openMembers: OpenPosts<readonly AlertmanagerSource[]> = (members, parts) =>
  members.map((member) => new MemberPost(member, parts));
