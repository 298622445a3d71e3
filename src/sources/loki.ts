import { z } from 'zod';
import { type Clock, systemClock } from '../clock.ts';
import type { Datasource } from '../profile/http-schema.ts';
import type { Seconds } from '../units.ts';
import { answerJson, badBody, statusError } from './answer.ts';
import { failed, type Outcome, succeeded } from './error.ts';
import { createHttpClient, type HttpResponse } from './http.ts';

export interface Loki {
  /** Whether it can be asked for logs now. */
  ready(signal?: AbortSignal): Promise<Outcome<{ readonly latency: Seconds }>>;
  close(): Promise<void>;
}

/** What a gateway in front of Loki does with paths it does not pass on; some answer them with a page of their own. */
const HIDDEN = [401, 403, 404, 405];
const isHidden = ({ status, body }: HttpResponse) =>
  HIDDEN.includes(status) || (status === 200 && body.trim() !== 'ready');

const buildInfoSchema = z.object({ version: z.string() });
const labelsSchema = z.object({ status: z.literal('success') });

/** The client of one Loki. */
export function createLoki(datasource: Datasource, clock: Clock = systemClock): Loki {
  const http = createHttpClient(datasource, clock);

  const probe = async (path: string, schema: z.ZodType, signal: AbortSignal | undefined) => {
    const outcome = await http.request({ method: 'GET', path, signal });
    if (!outcome.ok) return outcome;
    const answer = answerJson(outcome.value);
    if (!answer.ok) return answer;
    if (!schema.safeParse(answer.value).success) return failed(badBody(outcome.value, 'something that is not of Loki'));
    return succeeded({ latency: outcome.value.latency });
  };

  return {
    async ready(signal) {
      const outcome = await http.request({ method: 'GET', path: '/ready', signal });
      if (!outcome.ok) return failed(outcome.error);
      const { value: response } = outcome;
      if (isHidden(response)) {
        const build = await probe('/loki/api/v1/status/buildinfo', buildInfoSchema, signal);
        if (build.ok) return build;
        // The last resort is what logs are read with: its refusal is the one to show.
        const labels = await probe('/loki/api/v1/labels', labelsSchema, signal);
        return labels.ok ? labels : failed(labels.error);
      }
      if (response.status === 200) return succeeded({ latency: response.latency });
      return failed({ ...statusError(response), hint: 'Loki may be starting: it is asked again.' });
    },
    close: () => http.close(),
  };
}
