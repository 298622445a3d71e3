import * as v from 'valibot';
import { systemClock, type Timer } from '../../clock.ts';
import type { QueryDatasource } from '../../profile/schema/http.ts';
import { object, type Shape } from '../../shape.ts';
import { type Millis, nanosOf } from '../../units.ts';
import { readAnswer, statusError } from '../answer.ts';
import { failed, succeeded } from '../error.ts';
import { createHttpClient, type HttpClient, type HttpResponse } from '../http/http.ts';
import type { Counted, Spent } from '../http/spent.ts';
import type { InstantResult, RangeResult } from '../prometheus/types.ts';
import { shownUrl } from '../text.ts';
import {
  fieldsShape,
  instantAnswer,
  labelNamesShape,
  namesShape,
  rangeAnswer,
  seriesShape,
  statsShape,
} from './answer.ts';
import { collectPages, readPages } from './pages.ts';
import { type Ask, createAsk } from './request.ts';
import { followTail, type TailParts } from './tail.ts';
import type { LogWindow, Loki } from './types.ts';

export type { Loki } from './types.ts';

/** What a gateway in front of Loki does with paths it does not pass on; some answer them with a page of their own. */
const HIDDEN = [401, 403, 404, 405];
const isHidden = ({ status, body }: HttpResponse) =>
  HIDDEN.includes(status) || (status < 300 && body.trim() !== 'ready');

/** Bytes of one message of a tail: Loki's hold up to a hundred lines. Longer lines come with what is stored. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;

const buildInfoShape = object({ version: v.string() });
const labelsShape = object({ status: v.literal('success') });

const inNanos = (at: Millis): string => `${nanosOf(at)}`;
const windowed = ({ from, to }: LogWindow) => ({ start: inNanos(from), end: inNanos(to) });

class LokiClient implements Loki {
  readonly #http: HttpClient;
  readonly #ask: Ask;
  readonly #tail: Omit<TailParts, 'pages'>;
  /** Shapes of numbers at one instant, and over a window. */
  readonly #numbers: Shape<InstantResult>;
  readonly #pasts: Shape<RangeResult>;

  constructor(datasource: QueryDatasource, timer: Timer, random: () => number) {
    this.#http = createHttpClient(datasource, timer);
    this.#ask = createAsk(this.#http, timer, random);
    this.#numbers = instantAnswer(datasource.partial_response);
    this.#pasts = rangeAnswer(datasource.partial_response);
    const settings = {
      maxBytes: Math.min(datasource.max_bytes, LONGEST_MESSAGE),
      where: shownUrl(new URL(datasource.url)),
    };
    this.#tail = { http: this.#http, timer, random, settings };
  }

  async ready(signal?: AbortSignal): ReturnType<Loki['ready']> {
    const outcome = await this.#http.request({ method: 'GET', path: '/ready', signal });
    if (!outcome.ok) return failed(outcome.error);
    const { value: response } = outcome;
    if (isHidden(response)) {
      const build = await this.#probe('/loki/api/v1/status/buildinfo', buildInfoShape, signal);
      if (build.ok) return build;
      // The last resort is what logs are read with: its refusal is the one to show.
      const labels = await this.#probe('/loki/api/v1/labels', labelsShape, signal);
      return labels.ok ? labels : failed(labels.error);
    }
    if (response.status === 200) return succeeded({ latency: response.latency });
    return failed({ ...statusError(response), hint: 'Loki may be starting: ringdeck asks again.' });
  }

  async #probe(path: string, shape: Shape<unknown>, signal: AbortSignal | undefined) {
    const outcome = await this.#http.request({ method: 'GET', path, signal });
    if (!outcome.ok) return outcome;
    const answer = readAnswer(outcome.value, shape, 'answer of Loki');
    return answer.ok ? succeeded({ latency: outcome.value.latency }) : answer;
  }

  readonly pages: Loki['pages'] = (request, signal) => readPages(this.#ask, request, signal);

  readonly lines: Loki['lines'] = (request, signal) => collectPages(this.pages(request, signal));

  readonly tail: Loki['tail'] = (request, signal) => followTail({ ...this.#tail, pages: this.pages }, request, signal);

  readonly instant: Loki['instant'] = (query, at, signal) => {
    const asked = { query, time: inNanos(at) };
    return this.#ask({ path: '/loki/api/v1/query', query: asked, signal }, this.#numbers, 'vector');
  };

  readonly range: Loki['range'] = (query, { from, to, step }, signal) => {
    const bounds = { start: inNanos(from), end: inNanos(to), step: `${step}` };
    const asked = { path: '/loki/api/v1/query_range', query: { query, ...bounds }, signal };
    return this.#ask(asked, this.#pasts, 'matrix');
  };

  readonly labelNames: Loki['labelNames'] = (window, signal) =>
    this.#ask({ path: '/loki/api/v1/labels', query: windowed(window), signal }, labelNamesShape, 'list of labels');

  readonly labelValues: Loki['labelValues'] = (name, { selector, ...window }, signal) => {
    const path = `/loki/api/v1/label/${encodeURIComponent(name)}/values`;
    const query = { ...windowed(window), query: selector };
    return this.#ask({ path, query, signal }, namesShape, 'list of values');
  };

  readonly series: Loki['series'] = (selectors, window, signal) => {
    const query = new URLSearchParams(windowed(window));
    for (const selector of selectors) query.append('match[]', selector);
    return this.#ask({ path: '/loki/api/v1/series', query, signal }, seriesShape, 'list of streams');
  };

  readonly stats: Loki['stats'] = (selector, window, signal) => {
    const query = { query: selector, ...windowed(window) };
    return this.#ask({ path: '/loki/api/v1/index/stats', query, signal }, statsShape, 'index statistics');
  };

  readonly volume: Loki['volume'] = (selector, { by, ...window }, signal) => {
    const targetLabels = by.length > 0 ? by.join(',') : undefined;
    const query = { query: selector, ...windowed(window), targetLabels };
    return this.#ask({ path: '/loki/api/v1/index/volume', query, signal }, this.#numbers, 'volumes');
  };

  readonly detectedFields: Loki['detectedFields'] = (query, window, signal) => {
    const asked = { query, ...windowed(window) };
    return this.#ask({ path: '/loki/api/v1/detected_fields', query: asked, signal }, fieldsShape, 'fields');
  };

  readonly spent = (): Spent => this.#http.spent();

  close(): Promise<void> {
    return this.#http.close();
  }
}

/** The client of one Loki. `random` gives numbers from 0 to below 1. */
export const createLoki = (
  datasource: QueryDatasource,
  timer: Timer = systemClock,
  random: () => number = Math.random,
): Loki & Counted => new LokiClient(datasource, timer, random);
