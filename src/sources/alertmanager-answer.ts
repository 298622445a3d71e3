import { z } from 'zod';
import { dictionary } from '../dictionary.ts';
import { millis } from '../units.ts';
import type { Alert, Silence } from './alertmanager-types.ts';

/** Only what is used is checked, so that an older or newer server (0.22 to 0.34) can leave out or add the rest. */
const time = z.iso.datetime({ offset: true }).transform((text) => millis(Date.parse(text)));
const labels = dictionary(z.string(), z.string());

export const alertsSchema = z.array(
  z
    .object({
      fingerprint: z.string().min(1),
      labels,
      annotations: labels.default({}),
      startsAt: time,
      updatedAt: time,
      generatorURL: z.string().default(''),
      receivers: z.array(z.object({ name: z.string() })).default([]),
      status: z.object({
        silencedBy: z.array(z.string()).nullish(),
        inhibitedBy: z.array(z.string()).nullish(),
      }),
    })
    .transform(
      ({ status, receivers, ...alert }): Alert => ({
        ...alert,
        receivers: receivers.map(({ name }) => name),
        silencedBy: status.silencedBy ?? [],
        inhibitedBy: status.inhibitedBy ?? [],
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
        isEqual: z.boolean().default(true),
      }),
    ),
    startsAt: time,
    endsAt: time,
    createdBy: z.string().default(''),
    comment: z.string().default(''),
    status: z.object({ state: z.enum(['pending', 'active', 'expired']) }),
  })
  .transform(({ status, ...silence }): Silence => ({ ...silence, state: status.state }));

export const silencesSchema = z.array(silenceSchema);

export const createdSchema = z.object({ silenceID: z.string().min(1) });

export const statusSchema = z
  .object({ uptime: z.string().optional(), config: z.object({ original: z.string() }).optional() })
  .transform(({ uptime, config }) => {
    // Named `uptime`, it is the time at which the server began to run.
    const startedAt = Date.parse(uptime ?? '');
    return {
      startedAt: Number.isFinite(startedAt) ? millis(startedAt) : null,
      configuration: config?.original ?? '',
    };
  });
