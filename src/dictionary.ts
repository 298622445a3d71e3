import { z } from 'zod';
import { own } from './own.ts';

type Key = z.core.$ZodRecordKey;
type Value = z.core.$ZodType;

/** The one name that zod's own records leave out, without a word. */
const LOST = '__proto__';

const Dictionary = z.core.$constructor<z.ZodRecord>('Dictionary', (inst, def) => {
  z.ZodRecord.init(inst, def);
  const parseOthers = inst._zod.parse;
  inst._zod.parse = (payload, context) => {
    const given = payload.value;
    const parsed = parseOthers(payload, context);
    if (!isObject(given) || !isObject(payload.value) || !Object.hasOwn(given, LOST)) return parsed;
    const name = settled(def.keyType._zod.run({ value: LOST, issues: [] }, context));
    const kept = settled(def.valueType._zod.run({ value: own(given, LOST), issues: [] }, context));
    if (name.issues.length > 0) payload.issues.push(badName(name.issues, inst, context));
    payload.issues.push(...z.core.util.prefixIssues(LOST, kept.issues));
    z.core.util.assignProp(payload.value, LOST, kept.value);
    return parsed;
  };
});

/** As `z.record`, for names that come from outside. */
export const dictionary = <K extends Key, V extends Value>(keyType: K, valueType: V) =>
  new Dictionary({ type: 'record', keyType, valueType }) as unknown as z.ZodRecord<K, V>;

/** As `z.partialRecord`. */
export const partialDictionary = <K extends Key, V extends Value>(keyType: K, valueType: V) =>
  new Dictionary({ type: 'record', keyType, valueType, partial: true }) as unknown as z.ZodRecord<
    K & z.core.$partial,
    V
  >;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function settled<T>(result: T | Promise<T>): T {
  if (result instanceof Promise) throw new z.core.$ZodAsyncError();
  return result;
}

/** What zod says of any other name that may not be. */
const badName = (
  issues: readonly z.core.$ZodRawIssue[],
  inst: z.ZodRecord,
  context: z.core.ParseContextInternal,
): z.core.$ZodRawIssue => ({
  code: 'invalid_key',
  origin: 'record',
  issues: issues.map((issue) => z.core.util.finalizeIssue(issue, context, z.core.config())),
  input: LOST,
  path: [LOST],
  inst,
});
