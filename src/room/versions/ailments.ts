import { type Millis, millis } from '../../units.ts';
import type { CountedVerdict } from '../../verdict/verdict.ts';

/**
 * What is wrong with the candidate's pods. `down`: so many of those there are do not answer. `missing`: of those that are
 * planned. `gone`: since an instant, without anything in their place. `crashing`: they restart again and again.
 * `short-lived`: they end before they can be compared.
 */
export type Ailment =
  | { readonly kind: 'down' | 'missing'; readonly pods: number; readonly of: number }
  | { readonly kind: 'gone'; readonly pods: number; readonly since: Millis }
  | { readonly kind: 'crashing'; readonly pods: number }
  | { readonly kind: 'short-lived' };

/** Pods that answer and pods that do not. */
export interface Pods {
  readonly up: number;
  readonly down: number;
}

/** What is wrong with the candidate's pods: those that are down, that are missing against the plan or gone, that crash, and that end young. */
export function ailmentsOf(
  pods: Pods | null,
  planned: number | null,
  verdict: Pick<CountedVerdict, 'crashLooping' | 'gone' | 'shortLived'> | null,
): readonly Ailment[] {
  const there = pods ? pods.up + pods.down : null;
  const missing = planned === null || there === null ? 0 : planned - there;
  const crashing = verdict?.crashLooping.length ?? 0;
  return [
    ...(pods && pods.down > 0 ? [{ kind: 'down', pods: pods.down, of: pods.up + pods.down } as const] : []),
    ...(missing > 0 ? [{ kind: 'missing', pods: missing, of: planned ?? 0 } as const] : []),
    ...(planned === null ? goneOf(verdict?.gone ?? null, there) : []),
    ...(crashing > 0 ? [{ kind: 'crashing', pods: crashing } as const] : []),
    ...(verdict?.shortLived ? [{ kind: 'short-lived' } as const] : []),
  ];
}

/** What ended and was not replaced, where no plan tells how many pods there should be; those that `up` still knows are told of as down. */
function goneOf(gone: CountedVerdict['gone'], there: number | null): readonly Ailment[] {
  if (gone === null) return [];
  const pods = Math.min(gone.pods, gone.of - (there ?? 0));
  return pods > 0 ? [{ kind: 'gone', pods, since: millis(gone.since) }] : [];
}
