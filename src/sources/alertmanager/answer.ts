import * as v from 'valibot';
import { isoInstant } from '../../iso-instant.ts';
import { anyNames, object, type Shape } from '../../shape.ts';
import { type Millis, millis } from '../../units.ts';
import { fingerprint } from './fingerprint.ts';
import type { Alert, Silence } from './types.ts';

/*
 * Only what is used is checked, so that an older or newer server (0.22 to 0.34) can leave out or add the rest. Of an alert
 * every field but its labels can be done without: one that is odd must not hide the alert, nor an odd alert the others.
 */
/** Null where it is missing or odd, or Go's zero, which says that it was never set. */
const perhapsTime = v.pipe(
  v.fallback(v.nullish(isoInstant, null), null),
  v.transform((at) => (at != null && at > 0 ? at : null)),
);
const isText = (value: unknown): value is string => typeof value === 'string';
type Texts = Readonly<Record<string, string>>;
const isTexts = (given: Readonly<Record<string, unknown>>): given is Texts => Object.values(given).every(isText);

/** Those that can be read, and whether all can: numbers and truths have one text, other things none. */
const labels = v.pipe(
  anyNames,
  v.transform((given): { readonly read: Texts; readonly whole: boolean } => {
    if (isTexts(given)) return { read: given, whole: true };
    const all = Object.entries(given);
    const read = all.flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)] as const] : [],
    );
    return { read: Object.fromEntries(read), whole: read.length === all.length };
  }),
);
/** What is odd is left out. */
const odds = <T>(shape: Shape<T>) =>
  v.pipe(
    v.fallback(v.array(v.unknown()), []),
    v.transform((list) =>
      list.flatMap((one): readonly T[] => {
        const read = v.safeParse(shape, one);
        return read.success ? [read.output] : [];
      }),
    ),
  );
const texts = odds(v.string());
const annotations = v.pipe(
  v.fallback(anyNames, {}),
  v.transform((given): Texts => {
    if (isTexts(given)) return given;
    return Object.fromEntries(Object.entries(given).flatMap(([name, text]) => (isText(text) ? [[name, text]] : [])));
  }),
);
/** Before 0.28 there is none: such a server does not tell what is muted. */
const mutedBy = v.union([
  v.pipe(v.array(v.unknown()), texts),
  v.pipe(
    v.unknown(),
    v.transform(() => undefined),
  ),
]);
const status = v.fallback(object({ silencedBy: texts, inhibitedBy: texts, mutedBy: v.optional(mutedBy) }), {
  silencedBy: [],
  inhibitedBy: [],
});

/** An alert as far as it can be read. */
export interface ReadAlert extends Omit<Alert, 'startsAt' | 'updatedAt'> {
  /** Null where there is none that can be read. */
  readonly startsAt: Millis | null;
  readonly updatedAt: Millis | null;
  /** Whether each of its labels can be read. */
  readonly hasAllLabels: boolean;
}

const named = v.pipe(v.string(), v.minLength(1));

export const alertShape: Shape<ReadAlert> = v.pipe(
  object({
    fingerprint: v.fallback(v.nullish(named, null), null),
    labels,
    annotations,
    startsAt: perhapsTime,
    updatedAt: perhapsTime,
    generatorURL: v.fallback(v.string(), ''),
    receivers: odds(object({ name: v.string() })),
    status,
  }),
  v.transform(
    ({ status: { mutedBy, silencedBy, inhibitedBy }, labels: { read, whole }, ...alert }): ReadAlert => ({
      fingerprint: alert.fingerprint ?? fingerprint(read),
      labels: read,
      annotations: alert.annotations,
      startsAt: alert.startsAt,
      updatedAt: alert.updatedAt,
      generatorURL: alert.generatorURL,
      receivers: alert.receivers.map(({ name }) => name),
      silencedBy,
      inhibitedBy,
      hasAllLabels: whole,
      ...(mutedBy && { mutedBy }),
    }),
  ),
);

/** The groups in which alerts are notified, with who is in each and what keeps it back there. */
export const groupsShape = v.pipe(
  v.array(v.unknown()),
  odds(
    object({
      alerts: odds(
        object({ fingerprint: v.string(), status: v.fallback(object({ mutedBy: texts }), { mutedBy: [] }) }),
      ),
    }),
  ),
);

export const silenceShape = v.pipe(
  object({
    id: named,
    matchers: v.array(
      object({
        name: v.string(),
        value: v.string(),
        isRegex: v.boolean(),
        // Unknown to servers and silences from before 0.22, which knew equality alone.
        isEqual: v.nullish(v.boolean()),
      }),
    ),
    startsAt: isoInstant,
    endsAt: isoInstant,
    createdBy: v.fallback(v.string(), ''),
    comment: v.fallback(v.string(), ''),
    status: object({ state: v.picklist(['pending', 'active', 'expired']) }),
  }),
  v.transform(
    ({ status, matchers, ...silence }): Silence => ({
      ...silence,
      matchers: matchers.map((matcher) => ({ ...matcher, isEqual: matcher.isEqual ?? true })),
      state: status.state,
    }),
  ),
);

/** Null for one that is over and cannot be read: it silences nothing. */
export const silenceOrEnded = v.union([
  silenceShape,
  v.pipe(
    object({ status: object({ state: v.literal('expired') }) }),
    v.transform(() => null),
  ),
]);

export const createdShape = object({ silenceID: named });

export const statusShape = v.pipe(
  object({
    uptime: v.fallback(v.string(), ''),
    config: v.fallback(object({ original: v.string() }), { original: '' }),
  }),
  v.transform(({ uptime, config }) => {
    // Named `uptime`, it is the time at which the server began to run.
    const startedAt = Date.parse(uptime);
    return { startedAt: Number.isFinite(startedAt) ? millis(startedAt) : null, configuration: config.original };
  }),
);
