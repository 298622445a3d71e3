import { type Clock, systemClock } from '../../clock.ts';
import type { Datasource } from '../../profile/schema/http.ts';
import { type Seconds, seconds } from '../../units.ts';
import { statusError } from '../answer.ts';
import type { SourceError } from '../error.ts';
import { SourceFailure } from '../failure.ts';
import { shownUrl } from '../text.ts';
import { type Credentials, readCredentials } from './auth.ts';
import { createDispatcherSource } from './dispatcher.ts';
import { throughProxy, toFailure } from './error.ts';
import { type Exchanged, exchange, openStream } from './exchange.ts';
import { createTokenSource } from './oauth2.ts';
import { proxyFor } from './proxy.ts';
import { redactAnswer, redactData, redactError } from './redact.ts';
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
  /** Where it was sent to last. */
  url: URL;
  readonly secrets: string[];
}

/** Where a redirect leads, when it may be followed: never from one method to another. */
function redirectTarget({ status, headers, url }: Exchanged, method: string): URL | undefined {
  const followable = status === 307 || status === 308 || (method === 'GET' && [301, 302, 303].includes(status));
  if (!followable || headers.location === undefined || !URL.canParse(headers.location, url.href)) return undefined;
  const target = new URL(headers.location, url);
  return /^https?:$/.test(target.protocol) ? target : undefined;
}

/** The same server, or the same one moved from http to https on their usual ports. */
const isSameServer = (base: URL, target: URL) =>
  target.origin === base.origin ||
  (target.hostname === base.hostname &&
    base.protocol === 'http:' &&
    target.protocol === 'https:' &&
    !base.port &&
    !target.port);

/** Speaks to one server as the profile says: authentication, TLS, proxy, tenant, time and size limits. */
export function createHttpClient(datasource: Datasource, clock: Clock = systemClock): HttpClient {
  const base = new URL(datasource.url);
  const timeoutMs = datasource.timeout * 1000;
  // Half of the time: a server that is not there is then told apart from one that took a request and is silent.
  const connection = { ...datasource, connectTimeoutMs: connectTimeout(timeoutMs) };
  const trusted = createDispatcherSource({ ...connection, clientCertificate: true });
  const foreign = createDispatcherSource({ ...connection, clientCertificate: false });
  const tokens = datasource.oauth2 && createTokenSource(datasource.oauth2, timeoutMs, clock);
  const proxyTo = (url: URL): string | undefined => proxyFor(url, datasource)?.host;
  /** A tunnel hides from its proxy what it carries. */
  const mayAnswer = (url: URL) => (url.protocol === 'http:' ? proxyTo(url) : undefined);

  const address = ({ path, query }: HttpRequest): URL => {
    const url = new URL(base);
    url.username = '';
    url.password = '';
    url.pathname = base.pathname.replace(/\/$/, '') + path;
    for (const [name, value] of query ?? []) url.searchParams.append(name, value);
    return url;
  };

  /** One request with its redirects; credentials stay with the server they are for. */
  const follow = async (
    request: HttpRequest,
    headers: Credentials['headers'],
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Exchanged> => {
    let url = address(request);
    let home = true;
    for (let hop = 0; ; hop++) {
      const dispatcher = await (home ? trusted : foreign).get(url);
      progress.sent = true;
      progress.url = url;
      const response = await exchange({
        url,
        proxy: mayAnswer(url),
        method: request.method,
        dispatcher,
        headers: { ...(request.body && { 'content-type': request.body.type }), ...(home && headers) },
        body: request.body?.text,
        signal,
        maxBytes: datasource.max_bytes,
        charset: request.charset,
      });
      const target = datasource.follow_redirects ? redirectTarget(response, request.method) : undefined;
      if (!target) return response;
      if (hop === MAX_REDIRECTS) {
        const message = `${shownUrl(address(request))} redirects without end`;
        throw new SourceFailure({ kind: 'server', message, hint: 'Check the url of this datasource.' }, true);
      }
      home &&= isSameServer(base, target);
      url = target;
    }
  };

  const identify = async ({ headers, secrets = [] }: HttpRequest): Promise<Credentials> => {
    const own = await readCredentials(datasource);
    return { headers: { ...own.headers, ...headers }, secrets: [...own.secrets, ...secrets] };
  };

  const attempt = async (request: HttpRequest, signal: AbortSignal, progress: Progress): Promise<Exchanged> => {
    const { headers, secrets } = await identify(request);
    progress.secrets.push(...secrets);
    if (!tokens) return follow(request, headers, signal, progress);
    for (let tries = 1; ; tries++) {
      const token = await tokens.get(signal);
      progress.secrets.push(token.header, token.secret);
      const response = await follow(request, { ...headers, authorization: token.header }, signal, progress);
      if (response.status !== 401) return response;
      tokens.forget(token);
      if (tries === 2) return response;
    }
  };

  /** The signals know better than the error why a request ended. */
  const explain = (thrown: unknown, request: HttpRequest, { url }: Progress, timeout: AbortSignal): SourceFailure => {
    const where = shownUrl(url);
    if (request.signal?.aborted)
      return new SourceFailure({ kind: 'aborted', message: `the request to ${where} was given up` }, true);
    if (timeout.aborted) {
      const message = `${where}${throughProxy(proxyTo(url))} did not answer within ${datasource.timeout} s`;
      const hint = 'Is the server overloaded? Ask for less, or raise timeout of this datasource.';
      return new SourceFailure({ kind: 'timeout', message, hint }, true);
    }
    return thrown instanceof SourceFailure ? thrown : toFailure(thrown, where, proxyTo(url));
  };

  return {
    async request(request) {
      const started = performance.now();
      const timeout = AbortSignal.timeout(timeoutMs);
      const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
      const progress: Progress = { sent: false, url: address(request), secrets: [] };
      try {
        signal.throwIfAborted();
        const response = await attempt(request, signal, progress);
        const latency = seconds((performance.now() - started) / 1000);
        return { ok: true, value: { ...redactAnswer(response, progress.secrets), latency } };
      } catch (thrown) {
        const { error, sent } = explain(thrown, request, progress, timeout);
        return { ok: false, sent: progress.sent && sent, error: redactError(error, progress.secrets) };
      }
    },
    async stream(request) {
      const progress: Progress = { sent: false, url: address(request), secrets: [] };
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), timeoutMs);
      const signals = [patience.signal, ...(request.signal ? [request.signal] : [])];
      try {
        const { headers, secrets } = await identify(request);
        progress.secrets.push(...secrets);
        const answer = await openStream({
          url: progress.url,
          proxy: mayAnswer(progress.url),
          method: request.method,
          dispatcher: await trusted.get(progress.url),
          headers: { ...(request.body && { 'content-type': request.body.type }), ...headers },
          body: request.body?.text,
          signal: AbortSignal.any(signals),
          maxBytes: datasource.max_bytes,
        });
        if (answer.chunks) return { ok: true, chunks: answer.chunks };
        return { ok: false, error: statusError(redactAnswer(answer.refusal, progress.secrets)) };
      } catch (thrown) {
        const { error } = explain(thrown, request, progress, patience.signal);
        return { ok: false, error: redactError(error, progress.secrets) };
      } finally {
        clearTimeout(timer);
      }
    },
    async upgrade(wanted, protocol) {
      const request: HttpRequest = { ...wanted, method: 'GET' };
      const progress: Progress = { sent: false, url: address(request), secrets: [] };
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(), timeoutMs);
      const signal = AbortSignal.any([patience.signal, ...(request.signal ? [request.signal] : [])]);
      try {
        const { headers, secrets } = await identify(request);
        progress.secrets.push(...secrets);
        const token = await tokens?.get(signal);
        if (token) progress.secrets.push(token.header, token.secret);
        const { url } = progress;
        const dispatcher = await trusted.get(url);
        const own = { ...headers, ...(token && { authorization: token.header }) };
        const answer = await openUpgrade({ url, proxy: mayAnswer(url), dispatcher, headers: own, signal }, protocol);
        if (answer.upgraded)
          return { ok: true, ...answer.upgraded, redact: (text) => redactData(text, progress.secrets) };
        if (token && answer.refusal.status === 401) tokens?.forget(token);
        const refusal = { ...answer.refusal, ...redactAnswer(answer.refusal, progress.secrets) };
        return { ok: false, refusal, error: statusError(refusal) };
      } catch (thrown) {
        const { error } = explain(thrown, request, progress, patience.signal);
        return { ok: false, error: redactError(error, progress.secrets) };
      } finally {
        clearTimeout(timer);
      }
    },
    async close() {
      await Promise.all([trusted.close(), foreign.close(), tokens?.close()]);
    },
  };
}
