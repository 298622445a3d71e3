import { z } from 'zod';
import { dictionary } from '../../dictionary.ts';
import { type Millis, millis } from '../../units.ts';
import { fingerprint } from './fingerprint.ts';
import type { Alert, Silence } from './types.ts';

/*
 * Only what is used is checked, so that an older or newer server (0.22 to 0.34) can leave out or add the rest. Of an alert
 * every field but its labels can be done without: one that is odd must not hide the alert, nor an odd alert the others.
 */
const time = z.iso.datetime({ offset: true }).transform((text) => millis(Date.parse(text)));
/** Null where it is missing or odd, or Go's zero, which says that it was never set. */
const perhapsTime = time
  .nullish()
  .catch(null)
  .transform((at) => (at != null && at > 0 ? at : null));
/** Those that can be read, and whether all can: numbers and truths have one text, other things none. */
const labels = dictionary(z.string(), z.unknown()).transform((given) => {
  const all = Object.entries(given);
  const read = all.flatMap(([name, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value)] as const] : [],
  );
  return { read: Object.fromEntries(read), whole: read.length === all.length };
});
/** What is odd is left out. */
const odds = <T>(schema: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((list) => list.flatMap((one) => schema.safeParse(one).data ?? []));
const texts = odds(z.string());
const annotations = z
  .unknown()
  .optional()
  .transform((given) => dictionary(z.string(), z.unknown()).safeParse(given).data ?? {})
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
    ),
  );
/** Before 0.28 there is none: such a server does not tell what is muted. */
const mutedBy = z.union([z.array(z.unknown()).pipe(texts), z.unknown().transform(() => undefined)]);
const status = z
  .object({ silencedBy: texts, inhibitedBy: texts, mutedBy: mutedBy.optional() })
  .catch({ silencedBy: [], inhibitedBy: [] });

/** An alert as far as it can be read. */
export interface ReadAlert extends Omit<Alert, 'startsAt' | 'updatedAt'> {
  /** Null where there is none that can be read. */
  readonly startsAt: Millis | null;
  readonly updatedAt: Millis | null;
  /** Whether each of its labels can be read. */
  readonly hasAllLabels: boolean;
}

export const alertSchema = z
  .object({
    fingerprint: z.string().min(1).nullish().catch(null),
    labels,
    annotations,
    startsAt: perhapsTime,
    updatedAt: perhapsTime,
    generatorURL: z.string().catch(''),
    receivers: odds(z.object({ name: z.string() })),
    status,
  })
  .transform(
    ({ status: { mutedBy, ...by }, labels: { read, whole }, receivers, ...alert }): ReadAlert => ({
      ...alert,
      ...by,
      labels: read,
      hasAllLabels: whole,
      fingerprint: alert.fingerprint ?? fingerprint(read),
      receivers: receivers.map(({ name }) => name),
      ...(mutedBy && { mutedBy }),
    }),
  );

/** The groups in which alerts are notified, with who is in each and what keeps it back there. */
export const groupsSchema = z.array(z.unknown()).pipe(
  odds(
    z.object({
      alerts: odds(z.object({ fingerprint: z.string(), status: z.object({ mutedBy: texts }).catch({ mutedBy: [] }) })),
    }),
  ),
);

export const silenceSchema = z
  .object({
    id: z.string().min(1),
    matchers: z.array(
      z.object({
        name: z.string(),
        value: z.string(),
        isRegex: z.boolean(),
        // Unknown to servers and silences from before 0.22, which knew equality alone.
        isEqual: z.boolean().nullish(),
      }),
    ),
    startsAt: time,
    endsAt: time,
    createdBy: z.string().catch(''),
    comment: z.string().catch(''),
    status: z.object({ state: z.enum(['pending', 'active', 'expired']) }),
  })
  .transform(
    ({ status, matchers, ...silence }): Silence => ({
      ...silence,
      matchers: matchers.map((matcher) => ({ ...matcher, isEqual: matcher.isEqual ?? true })),
      state: status.state,
    }),
  );

/** Null for one that is over and cannot be read: it silences nothing. */
export const silenceOrEnded = z.union([
  silenceSchema,
  z.object({ status: z.object({ state: z.literal('expired') }) }).transform(() => null),
]);

export const createdSchema = z.object({ silenceID: z.string().min(1) });

export const statusSchema = z
  .object({ uptime: z.string().catch(''), config: z.object({ original: z.string() }).catch({ original: '' }) })
  .transform(({ uptime, config }) => {
    // Named `uptime`, it is the time at which the server began to run.
    const startedAt = Date.parse(uptime);
    return { startedAt: Number.isFinite(startedAt) ? millis(startedAt) : null, configuration: config.original };
  });
