import type { Clock } from '../../clock.ts';
import type { PartialResponse } from '../../profile/schema/http.ts';
import { type Millis, millis } from '../../units.ts';
import { readShape } from '../answer.ts';
import { failed, type Outcome } from '../error.ts';
import { clockFault } from '../server-clock.ts';
import { prometheusJson } from './answer.ts';
import { rawAnswer } from './raw-answer.ts';
import type { AskQuestion } from './request.ts';
import type { RawResult } from './types.ts';

/**
 * The samples of `selector` with `from` < time ≤ `to`, as they are stored: an instant query of a range selector, which
 * neither fills in nor extrapolates.
 */
export async function askRaw(
  {
    question,
    clock,
    policy,
  }: { readonly question: AskQuestion; readonly clock: Clock; readonly policy: PartialResponse },
  selector: string,
  { from, to, timeout }: { readonly from: Millis; readonly to: Millis; readonly timeout: string },
  signal: AbortSignal | undefined,
): Promise<Outcome<RawResult>> {
  const form = new URLSearchParams({
    // Before 3.0 the window holds both its ends, since then only the later one: one sample may be too many, never missing.
    query: `${selector.trim()}[${Math.max(1, Math.round(to - from))}ms]`,
    time: String(to / 1000),
    timeout,
  });
  const outcome = await question({ path: '/api/v1/query', form, long: true, signal });
  if (!outcome.ok) return failed(outcome.error);
  const json = prometheusJson(outcome.value);
  if (!json.ok) return json;
  const fault = clockFault(outcome.value, clock.now());
  if (fault) return failed(fault);
  return readShape(outcome.value, json.value, rawAnswer(millis(from), millis(to), policy), 'range of samples');
}
