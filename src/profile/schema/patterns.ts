import { z } from 'zod';
import { duration, period } from './scalars.ts';
import { oneServer } from './servers.ts';
import { perVersion } from './verdict.ts';

/** What one version's logs say that the other's do not: docs/patterns.md tells the method. */
export const patternsSchema = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .refine((text) => /\$(?:version\b|\{version\})/.test(text), {
        message: 'must hold $version, else both versions would be read as one',
      })
      .describe('LogQL for the lines of one version, as `$version`, e.g. {job="api", version="$version"}.'),
    requests: perVersion
      .optional()
      .describe(
        'Selector of the counter of requests of one version; that of `verdict` unless given. Without either, growth is not judged.',
      ),
    server: oneServer.describe(
      'Of several Loki servers the one whose lines are read, by its id. The first unless given.',
    ),
    lines: z.int().min(100).max(5000).default(2000).describe('Lines read of each version at each refresh, at most.'),
    delay: duration.prefault('2s').describe('How long lines take to reach Loki.'),
    lookback: period.prefault('5m').describe('How far back is read at the start.'),
    duration: period.prefault('1h').describe('How long a stage of the rollout is planned to last.'),
    alpha: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.01)
      .describe('Highest probability of finding anything in versions that are alike, over the whole stage.'),
    min_growth: z.number().gt(1).default(1.5).describe('Growth by less than this factor is not told of.'),
  })
  .optional()
  .describe('Lines of log that the candidate writes and the baseline never did, or seldom.');

export type PatternsSpec = NonNullable<z.infer<typeof patternsSchema>>;
