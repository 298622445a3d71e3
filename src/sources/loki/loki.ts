import { z } from 'zod';
import { systemClock, type Timer } from '../../clock.ts';
import type { QueryDatasource } from '../../profile/schema/http.ts';
import { type Millis, nanosOf } from '../../units.ts';
import { readAnswer, statusError } from '../answer.ts';
import { failed, succeeded } from '../error.ts';
import { createHttpClient, type HttpResponse } from '../http/http.ts';
import { shownUrl } from '../text.ts';
import {
  fieldsSchema,
  instantAnswer,
  labelNamesSchema,
  namesSchema,
  rangeAnswer,
  seriesSchema,
  statsSchema,
} from './answer.ts';
import { collectPages, readPages } from './pages.ts';
import { createAsk } from './request.ts';
import { followTail } from './tail.ts';
import type { LogWindow, Loki } from './types.ts';

export type { Loki } from './types.ts';

/** What a gateway in front of Loki does with paths it does not pass on; some answer them with a page of their own. */
const HIDDEN = [401, 403, 404, 405];
const isHidden = ({ status, body }: HttpResponse) =>
  HIDDEN.includes(status) || (status < 300 && body.trim() !== 'ready');

/** Bytes of one message of a tail: Loki's hold up to a hundred lines. Longer lines come with what is stored. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;

const buildInfoSchema = z.object({ version: z.string() });
const labelsSchema = z.object({ status: z.literal('success') });

const inNanos = (at: Millis): string => `${nanosOf(at)}`;
const windowed = ({ from, to }: LogWindow) => ({ start: inNanos(from), end: inNanos(to) });

/** The client of one Loki. `random` gives numbers from 0 to below 1. */
export function createLoki(
  datasource: QueryDatasource,
  timer: Timer = systemClock,
  random: () => number = Math.random,
): Loki {
  const http = createHttpClient(datasource, timer);
  const ask = createAsk(http, timer, random);
  const numbers = instantAnswer(datasource.partial_response);
  const pasts = rangeAnswer(datasource.partial_response);
  const settings = {
    maxBytes: Math.min(datasource.max_bytes, LONGEST_MESSAGE),
    where: shownUrl(new URL(datasource.url)),
  };

  const probe = async (path: string, schema: z.ZodType, signal: AbortSignal | undefined) => {
    const outcome = await http.request({ method: 'GET', path, signal });
    if (!outcome.ok) return outcome;
    const answer = readAnswer(outcome.value, schema, 'answer of Loki');
    return answer.ok ? succeeded({ latency: outcome.value.latency }) : answer;
  };

  const pages: Loki['pages'] = (request, signal) => readPages(ask, request, signal);

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

    pages,
    lines: (request, signal) => collectPages(pages(request, signal)),
    tail: (request, signal) => followTail({ http, timer, random, settings, pages }, request, signal),

    instant: (query, at, signal) =>
      ask({ path: '/loki/api/v1/query', query: { query, time: inNanos(at) }, signal }, numbers, 'vector'),

    range(query, { from, to, step }, signal) {
      const bounds = { start: inNanos(from), end: inNanos(to), step: `${step}` };
      return ask({ path: '/loki/api/v1/query_range', query: { query, ...bounds }, signal }, pasts, 'matrix');
    },

    labelNames: (window, signal) =>
      ask({ path: '/loki/api/v1/labels', query: windowed(window), signal }, labelNamesSchema, 'list of labels'),

    labelValues: (name, { selector, ...window }, signal) =>
      ask(
        {
          path: `/loki/api/v1/label/${encodeURIComponent(name)}/values`,
          query: { ...windowed(window), query: selector },
          signal,
        },
        namesSchema,
        'list of values',
      ),

    series(selectors, window, signal) {
      const query = new URLSearchParams(windowed(window));
      for (const selector of selectors) query.append('match[]', selector);
      return ask({ path: '/loki/api/v1/series', query, signal }, seriesSchema, 'list of streams');
    },

    stats: (selector, window, signal) =>
      ask(
        { path: '/loki/api/v1/index/stats', query: { query: selector, ...windowed(window) }, signal },
        statsSchema,
        'index statistics',
      ),

    volume: (selector, { by, ...window }, signal) =>
      ask(
        {
          path: '/loki/api/v1/index/volume',
          query: { query: selector, ...windowed(window), targetLabels: by.length > 0 ? by.join(',') : undefined },
          signal,
        },
        numbers,
        'volumes',
      ),

    detectedFields: (query, window, signal) =>
      ask(
        { path: '/loki/api/v1/detected_fields', query: { query, ...windowed(window) }, signal },
        fieldsSchema,
        'fields',
      ),

    close: () => http.close(),
  };
}
