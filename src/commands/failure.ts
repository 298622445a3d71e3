import { ProfileError } from '../profile/problem.ts';
import { sanitiseText } from '../text/sanitise.ts';

/** Exit codes of every command; `gate` gives them the meaning it documents. */
export const EXIT = { ok: 0, fail: 1, undecided: 2, missing: 3, usage: 4 } as const;

/** A mistake in how ringdeck was called or configured: one sentence that says what is wrong and what to do. */
export class UsageError extends Error {}

/** What to print and how to exit after an error that ended a command; the text is safe to print. */
export function describeFailure(error: unknown): { readonly text: string; readonly exit: number } {
  const text = sanitiseText(error instanceof Error ? error.message : String(error));
  const usage = error instanceof UsageError || error instanceof ProfileError;
  return { text, exit: usage ? EXIT.usage : EXIT.fail };
}
