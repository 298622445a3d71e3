import { type Clock, systemClock } from '../../clock.ts';
import type { Datasource } from '../../profile/schema/http.ts';
import { type Seconds, seconds } from '../../units.ts';
import { statusError } from '../answer.ts';
import { type SourceError, SourceFailure } from '../error.ts';
import { shownUrl } from '../text.ts';
import { type Credentials, readCredentials } from './auth.ts';
import { createDispatcherSource, type DispatcherSource } from './dispatcher.ts';
import { throughProxy, toFailure } from './error.ts';
import { type Exchanged, exchange, openStream } from './exchange.ts';
import { TokenSource } from './oauth2.ts';
import { proxyFor } from './proxy.ts';
import { redactAnswer, redactData, redactError } from './redact.ts';
import { isSameServer, redirectTarget } from './redirect.ts';
import { Meter, type Spent } from './spent.ts';
import { openUpgrade, type Upgraded } from './upgrade.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the datasource's url, with a leading slash. */
  readonly path: string;
  readonly query?: URLSearchParams | undefined;
  readonly body?: { readonly type: string; readonly text: string } | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Further headers, for this request alone. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What no message may show, beside the datasource's own secrets. */
  readonly secrets?: readonly string[] | undefined;
  /** As of an exchange. */
  readonly charset?: 'latin1' | undefined;
}

export interface HttpResponse extends Exchanged {
  /** From the request to the last byte of the answer. */
  readonly latency: Seconds;
}

/** Any answer is `ok`, whatever its status, and shows no secret of ours; `sent: false` proves that the server never saw the request. */
export type HttpOutcome =
  | { readonly ok: true; readonly value: HttpResponse }
  | { readonly ok: false; readonly sent: boolean; readonly error: SourceError };

/** An answer that goes on: its chunks as they come, which throw when it breaks off. */
export type HttpStream =
  | { readonly ok: true; readonly chunks: AsyncIterable<Uint8Array> }
  | { readonly ok: false; readonly error: SourceError };

/** A connection that goes on in another protocol; `redact` keeps our secrets out of what comes from it. */
export type HttpUpgrade =
  | ({ readonly ok: true; readonly redact: (text: string) => string } & Upgraded)
  | { readonly ok: false; readonly error: SourceError; readonly refusal?: Exchanged };

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpOutcome>;
  /** As `request`, without a limit to how long or large the answer is once it has begun, and without redirects. */
  stream(request: HttpRequest): Promise<HttpStream>;
  /** As `stream`, for a GET whose answer is to be a connection of that protocol; any other answer is its refusal. */
  upgrade(request: Omit<HttpRequest, 'method' | 'body'>, protocol: string): Promise<HttpUpgrade>;
  /** What it was asked so far, redirects and all. */
  readonly spent: () => Spent;
  /** Closes idle connections and breaks off those in use. */
  close(): Promise<void>;
}

const MAX_REDIRECTS = 5;
/** Less would blame the server for a busy machine here. */
const SHORTEST_CONNECT_MS = 1000;
/** However long an answer may take, a server that is there is reached sooner. */
const LONGEST_CONNECT_MS = 5000;

const connectTimeout = (timeoutMs: number): number =>
  Math.min(Math.max(timeoutMs / 2, SHORTEST_CONNECT_MS), LONGEST_CONNECT_MS);

/** What must be known of a request when it fails. */
interface Progress {
  sent: boolean;
  /** Where it was to go. */
  readonly start: URL;
  /** Where it was sent to last. */
  url: URL;
  readonly secrets: string[];
}

/** The address of a server as requests go on from it: without the name and password it may hold. */
function openAddress(url: string): URL {
  const base = new URL(url);
  base.username = '';
  base.password = '';
  return base;
}

/** As `base` with the path and query of a request. */
function addressOf(base: URL, { path, query }: HttpRequest): URL {
  const url = new URL(base);
  url.pathname = base.pathname.replace(/\/$/, '') + path;
  // At once: each parameter that is appended has the whole address written and read anew.
  if (query && query.size > 0) url.search = [base.search.slice(1), query].filter(String).join('&');
  return url;
}

const contentType = ({ body }: HttpRequest) => body && { 'content-type': body.type };

/** Speaks to one server as the profile says: authentication, TLS, proxy, tenant, time and size limits. */
class ServerHttp implements HttpClient {
  readonly #datasource: Datasource;
  readonly #base: URL;
  readonly #timeoutMs: number;
  /** Connections that may show our certificate, and those of a server that a redirect led to. */
  readonly #trusted: DispatcherSource;
  readonly #foreign: DispatcherSource;
  readonly #tokens: TokenSource | undefined;
  readonly #meter = new Meter();
  readonly spent = (): Spent => this.#meter.spent;

  constructor(datasource: Datasource, clock: Clock) {
    this.#datasource = datasource;
    this.#base = openAddress(datasource.url);
    this.#timeoutMs = datasource.timeout * 1000;
    // Half of the time: a server that is not there is then told apart from one that took a request and is silent.
    const connection = { ...datasource, connectTimeoutMs: connectTimeout(this.#timeoutMs) };
    this.#trusted = createDispatcherSource({ ...connection, clientCertificate: true });
    this.#foreign = createDispatcherSource({ ...connection, clientCertificate: false });
    this.#tokens = datasource.oauth2 && new TokenSource(datasource.oauth2, this.#timeoutMs, clock);
  }

  async request(request: HttpRequest): Promise<HttpOutcome> {
    const started = performance.now();
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    const progress = this.#begin(request);
    try {
      signal.throwIfAborted();
      const response = await this.#attempt(request, signal, progress);
      const latency = seconds((performance.now() - started) / 1000);
      return { ok: true, value: { ...redactAnswer(response, progress.secrets), latency } };
    } catch (thrown) {
      const { error, sent } = this.#explain(thrown, request, progress, timeout);
      return { ok: false, sent: progress.sent && sent, error: redactError(error, progress.secrets) };
    }
  }

  stream(request: HttpRequest): Promise<HttpStream> {
    return this.#open(request, async (signal, progress): Promise<HttpStream> => {
      const { headers } = await this.#identify(request, progress);
      const answer = await openStream({
        url: progress.url,
        proxy: this.#mayAnswer(progress.url),
        method: request.method,
        dispatcher: await this.#trusted.get(progress.url),
        headers: { ...contentType(request), ...headers },
        body: request.body?.text,
        signal,
        maxBytes: this.#datasource.max_bytes,
        meter: this.#meter,
      });
      if (answer.chunks) return { ok: true, chunks: answer.chunks };
      return { ok: false, error: statusError(redactAnswer(answer.refusal, progress.secrets)) };
    });
  }

  upgrade(wanted: Omit<HttpRequest, 'method' | 'body'>, protocol: string): Promise<HttpUpgrade> {
    const request: HttpRequest = { ...wanted, method: 'GET' };
    return this.#open(request, async (signal, progress): Promise<HttpUpgrade> => {
      const { headers } = await this.#identify(request, progress);
      const token = await this.#tokens?.get(signal);
      if (token) progress.secrets.push(token.header, token.secret);
      const { url } = progress;
      const dispatcher = await this.#trusted.get(url);
      const own = { ...headers, ...(token && { authorization: token.header }) };
      const way = { url, proxy: this.#mayAnswer(url), dispatcher, headers: own, signal };
      const answer = await openUpgrade(way, protocol);
      if (answer.upgraded)
        return { ok: true, ...answer.upgraded, redact: (text) => redactData(text, progress.secrets) };
      if (token && answer.refusal.status === 401) this.#tokens?.forget(token);
      const refusal = { ...answer.refusal, ...redactAnswer(answer.refusal, progress.secrets) };
      return { ok: false, refusal, error: statusError(refusal) };
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#trusted.close(), this.#foreign.close(), this.#tokens?.close()]);
  }

  /** What goes on has only so long to begin. */
  async #open<T>(
    request: HttpRequest,
    begin: (signal: AbortSignal, progress: Progress) => Promise<T>,
  ): Promise<T | { readonly ok: false; readonly error: SourceError }> {
    const progress = this.#begin(request);
    const patience = new AbortController();
    const relax = systemClock.after(this.#timeoutMs, () => patience.abort());
    try {
      return await begin(AbortSignal.any([patience.signal, ...(request.signal ? [request.signal] : [])]), progress);
    } catch (thrown) {
      const { error } = this.#explain(thrown, request, progress, patience.signal);
      return { ok: false, error: redactError(error, progress.secrets) };
    } finally {
      relax();
    }
  }

  #begin(request: HttpRequest): Progress {
    const url = addressOf(this.#base, request);
    return { sent: false, start: url, url, secrets: [] };
  }

  #proxyTo(url: URL): string | undefined {
    return proxyFor(url, this.#datasource)?.host;
  }

  /** A tunnel hides from its proxy what it carries. */
  #mayAnswer(url: URL): string | undefined {
    return url.protocol === 'http:' ? this.#proxyTo(url) : undefined;
  }

  async #identify({ headers, secrets = [] }: HttpRequest, progress: Progress): Promise<Pick<Credentials, 'headers'>> {
    const own = await readCredentials(this.#datasource);
    progress.secrets.push(...own.secrets, ...secrets);
    return { headers: { ...own.headers, ...headers } };
  }

  async #attempt(request: HttpRequest, signal: AbortSignal, progress: Progress): Promise<Exchanged> {
    const { headers } = await this.#identify(request, progress);
    if (!this.#tokens) return this.#follow(request, headers, signal, progress);
    for (let tries = 1; ; tries++) {
      const token = await this.#tokens.get(signal);
      progress.secrets.push(token.header, token.secret);
      const own = { ...headers, authorization: token.header };
      const response = await this.#follow(request, own, signal, progress);
      if (response.status !== 401) return response;
      this.#tokens.forget(token);
      if (tries === 2) return response;
    }
  }

  /** One request with its redirects; credentials stay with the server they are for. */
  async #follow(
    request: HttpRequest,
    headers: Credentials['headers'],
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Exchanged> {
    const { max_bytes: maxBytes, follow_redirects } = this.#datasource;
    let url = progress.start;
    let home = true;
    for (let hop = 0; ; hop++) {
      const dispatcher = await (home ? this.#trusted : this.#foreign).get(url);
      progress.sent = true;
      progress.url = url;
      const response = await exchange({
        url,
        proxy: this.#mayAnswer(url),
        method: request.method,
        dispatcher,
        headers: { ...contentType(request), ...(home && headers) },
        body: request.body?.text,
        signal,
        maxBytes,
        charset: request.charset,
        meter: this.#meter,
      });
      const target = follow_redirects ? redirectTarget(response, request.method) : undefined;
      if (!target) return response;
      if (hop === MAX_REDIRECTS) {
        const message = `${shownUrl(progress.start)} redirects in a loop`;
        throw new SourceFailure({ kind: 'server', message, hint: 'Check the url of this datasource.' }, true);
      }
      home &&= isSameServer(this.#base, target);
      url = target;
    }
  }

  /** The signals know better than the error why a request ended. */
  #explain(thrown: unknown, request: HttpRequest, { url }: Progress, timeout: AbortSignal): SourceFailure {
    const where = shownUrl(url);
    if (request.signal?.aborted)
      return new SourceFailure({ kind: 'aborted', message: `the request to ${where} was cancelled` }, true);
    if (timeout.aborted) {
      const { timeout: patience } = this.#datasource;
      const message = `${where}${throughProxy(this.#proxyTo(url))} did not answer within ${patience} s`;
      const hint = 'The server may be overloaded: ask for less, or raise timeout of this datasource.';
      return new SourceFailure({ kind: 'timeout', message, hint }, true);
    }
    return thrown instanceof SourceFailure ? thrown : toFailure(thrown, where, this.#proxyTo(url));
  }
}

export const createHttpClient = (datasource: Datasource, clock: Clock = systemClock): HttpClient =>
  new ServerHttp(datasource, clock);
