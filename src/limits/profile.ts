import { z } from 'zod';
import { FORMS } from './forms.ts';
import { KINDS, type Limit } from './limit.ts';

/** The keys of a limit in the profile; they stand beside those of what is limited. */
export const limitFields = {
  at_most: z.number().optional().describe('Fails above this value.'),
  at_least: z.number().optional().describe('Fails below this value.'),
  // A list for editors and messages: what a tuple says of a wrong length is no help.
  between: z
    .array(z.number())
    .meta({ minItems: 2, maxItems: 2 })
    .optional()
    .describe('Fails below the first and above the second of two values: `[40, 60]`.'),
  warn: z
    .union([z.number(), z.array(z.number()).meta({ minItems: 2, maxItems: 2 })])
    .optional()
    .describe('Warns beyond this value, before the limit is reached; with `between` outside of two: `[45, 55]`.'),
} satisfies Record<(typeof KINDS)[Limit['kind']]['key'] | 'warn', z.ZodType>;

type LimitFields = z.infer<z.ZodObject<typeof limitFields>>;

const KEYS = Object.values(KINDS).map(({ key }) => key);
/** "at_most, at_least and between" */
const named = (word: 'and' | 'or') => `${KEYS.slice(0, -1).join(', ')} ${word} ${KEYS.at(-1)}`;

/** Transformation of the fields into the one limit they tell. */
export function readLimit(fields: LimitFields, context: z.RefinementCtx): Limit {
  if (given(fields).length === 1) return readAny(fields, context);
  context.addIssue({ code: 'custom', message: `expected exactly one of ${named('and')}` });
  return z.NEVER;
}

/** The same where nothing need be limited; null without a limit. */
function readOptionalLimit(fields: LimitFields, context: z.RefinementCtx): Limit | null {
  const kinds = given(fields);
  if (kinds.length === 1) return readAny(fields, context);
  if (kinds.length > 1) context.addIssue({ code: 'custom', message: `at most one of ${named('and')}` });
  else if (fields.warn !== undefined)
    context.addIssue({ code: 'custom', path: ['warn'], message: `warn needs ${named('or')} beside it` });
  return null;
}

/** Transformation of what has the fields among others: in their place it has the limit. */
export function limited<T extends LimitFields>(object: T, context: z.RefinementCtx) {
  const { fields, rest } = parted(object);
  return { ...rest, limit: readLimit(fields, context) };
}

/** The same with null where there is no limit. */
export function limitedAtWill<T extends LimitFields>(object: T, context: z.RefinementCtx) {
  const { fields, rest } = parted(object);
  return { ...rest, limit: readOptionalLimit(fields, context) };
}

function parted<T extends LimitFields>({ at_most, at_least, between, warn, ...rest }: T) {
  const fields: { [K in keyof LimitFields]-?: LimitFields[K] | undefined } = { at_most, at_least, between, warn };
  return { fields, rest };
}

/** The kinds of which fields are given. */
const given = (fields: LimitFields) =>
  (Object.keys(KINDS) as Limit['kind'][]).filter((kind) => fields[KINDS[kind].key] !== undefined);

function readAny(fields: LimitFields, context: z.RefinementCtx): Limit {
  for (const kind of given(fields)) {
    const read = FORMS[kind].safeParse(fields);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message });
  }
  return z.NEVER;
}
