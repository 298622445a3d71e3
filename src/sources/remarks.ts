import * as v from 'valibot';
import type { PartialResponse } from '../profile/schema/http.ts';
import type { InstantResult } from './prometheus/types.ts';
import { quote } from './text.ts';

/** What a server said beside the result. */
export type Remarks = Pick<InstantResult, 'warnings' | 'partial'>;

/** Where an answer of the query API holds its remarks; `isPartial` is VictoriaMetrics' way to say it. */
export const remarkFields = {
  warnings: v.nullish(v.array(v.string())),
  infos: v.nullish(v.array(v.string())),
  isPartial: v.nullish(v.boolean()),
};
type RemarkFields = v.InferOutput<v.ObjectSchema<typeof remarkFields, undefined>>;

/** Before 2.54 infos came among the warnings. */
const isInfo = (warning: string) => warning.startsWith('PromQL info:');
/** The engine left samples out, or could not make sense of them: no store that comes back mends that. */
const isAboutQuery = (warning: string) => warning.startsWith('PromQL warning:');

const MARKED = 'the server marks the answer as partial';

/**
 * Warnings and infos in one list, what makes the answer partial first. A warning means that part of the data may be
 * missing, which the profile may allow for stores that do not answer; never for what the engine says of the query.
 */
export function remarksOf({ warnings, infos, isPartial }: RemarkFields, policy: PartialResponse): Remarks {
  const warned = [...(warnings ?? []), ...(isPartial && !warnings?.length ? [MARKED] : [])];
  const doubts = warned.filter((warning) => !isInfo(warning) && (policy !== 'allow' || isAboutQuery(warning)));
  const others = [...warned, ...(infos ?? [])].filter((text) => !doubts.includes(text));
  return {
    warnings: [...doubts, ...others].map((text) => quote(text)),
    ...(doubts.length > 0 && { partial: true }),
  };
}
