import type { ActResult } from '../../operations/operations.ts';
import { ProfileError } from '../../profile/problem.ts';
import type { Refusal } from '../../room/rings/validation.ts';
import type { Safe } from '../../text/safe.ts';
import { sanitiseText } from '../../text/sanitise.ts';

/** Exit codes of every command; `gate` gives them the meaning it documents. */
export const EXIT = { ok: 0, fail: 1, undecided: 2, missing: 3, usage: 4 } as const;

/**
 * How a command exits after an act. Refused for what time will tell (the ring soaks, a second operator must confirm), it
 * is undecided; refused because data is missing, missing; certain reasons win over both, as in the gate.
 */
export function exitOf(outcome: ActResult): number {
  switch (outcome.result) {
    case 'done':
      return EXIT.ok;
    case 'pending':
      return EXIT.undecided;
    case 'failed':
      return EXIT.fail;
    case 'refused': {
      const kinds = outcome.reasons?.map(({ kind }) => kind) ?? [];
      return kinds.length > 0 ? answerOf(kinds) : EXIT.fail;
    }
  }
}

/** A certain refusal wins over missing data, and missing data over what time will tell. */
export function answerOf(kinds: readonly Refusal['kind'][]): (typeof EXIT)['ok' | 'fail' | 'undecided' | 'missing'] {
  if (kinds.includes('fail')) return EXIT.fail;
  if (kinds.includes('missing')) return EXIT.missing;
  return kinds.includes('undecided') ? EXIT.undecided : EXIT.ok;
}

/** A mistake in how ringdeck was called or configured: one sentence that says what is wrong and what to do. */
export class UsageError extends Error {}

/** What to print and how to exit after an error that ended a command; the text is safe to print. */
export function describeFailure(error: unknown): { readonly text: Safe; readonly exit: number } {
  const text = sanitiseText(error instanceof Error ? error.message : String(error));
  const usage = error instanceof UsageError || error instanceof ProfileError;
  return { text, exit: usage ? EXIT.usage : EXIT.fail };
}
