import { z } from 'zod';
import { parseDuration } from '../duration.ts';

/** A Prometheus duration, read into seconds. */
export const duration = z
  .string()
  .meta({
    pattern: '^(?=[0-9])([0-9]+y)?([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$',
    examples: ['5s', '1h30m'],
  })
  .transform((text, context) => {
    const parsed = parseDuration(text);
    if (parsed !== null) return parsed;
    context.addIssue({ code: 'custom', message: 'expected a duration such as 15s, 5m or 1h30m' });
    return z.NEVER;
  });

/** A short name used in commands, files and keys. */
export const identifier = z
  .string()
  .regex(
    /^[A-Za-z][\w.-]*$/,
    'expected a name that begins with a letter and has letters, digits, "-", "_" and "." alone',
  );

/** The name of a ring: what deployments call them, which may be a number; without signs of queries, folders or options. */
export const ringId = z
  .string()
  .regex(
    /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.:/@+~-]*$/u,
    'expected a name that begins with a letter, a digit or "_" and has letters, digits, "-", "_", ".", ":", "/", "@", "+" and "~" alone',
  );

/** What a label says of a version; empty where the label is absent. */
export const versionId = z
  .string()
  .regex(/^[^\p{C}\p{Zl}\p{Zp}"'`\\]*$/u, 'expected a text without quotes, backslashes and control characters');

/** A duration that is something: at least a second, since queries and refreshes are in whole ones. */
export const period = duration.refine((length) => length >= 1 && Number.isInteger(length), {
  message: 'expected a duration of whole seconds, at least 1s',
});

/** A label's name, as Prometheus and Loki have them. */
export const labelName = z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of a label');

/** One label's name or several, the first that an alert has counts. */
export const labelNames = z
  .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
  .transform((names) => (typeof names === 'string' ? [names] : names));
