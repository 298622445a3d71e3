import * as v from 'valibot';
import type { Clock } from '../../clock.ts';
import type { Datasource } from '../../profile/schema/http.ts';
import { number, object } from '../../shape.ts';
import { addSeconds, type Millis, seconds } from '../../units.ts';
import { type Answer, answerJson } from '../answer.ts';
import { failed, SourceFailure } from '../error.ts';
import { shownUrl } from '../text.ts';
import { basic, proxySecrets } from './auth.ts';
import { createDispatcherSource, type DispatcherSource } from './dispatcher.ts';
import { toFailure } from './error.ts';
import { exchange } from './exchange.ts';
import { proxyFor } from './proxy.ts';
import { redactAnswer, redactError } from './redact.ts';
import { secretValue } from './secret.ts';

/** A token is fetched anew this long before it ends, so that it does not end on its way. */
const EARLY_MS = 10_000;
const MAX_TOKEN_BYTES = 64 * 1024;

const tokenShape = object({
  access_token: v.pipe(v.string(), v.minLength(1)),
  token_type: v.optional(v.string()),
  expires_in: v.optional(v.pipe(v.unknown(), v.transform(Number), number, v.gtValue(0))),
});

interface Token {
  readonly header: string;
  readonly secret: string;
  readonly expiresAt: Millis | null;
}

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

type Config = NonNullable<Datasource['oauth2']>;

/** Further parameters may be secrets too, such as a password. */
const parameters = ({ endpoint_params }: Config) => Object.values(endpoint_params);

/** OAuth 2.0 client credentials grant (RFC 6749, 4.4); client id and secret go into the header, as Prometheus sends them. */
export class TokenSource {
  readonly #config: Config;
  readonly #timeoutMs: number;
  readonly #clock: Clock;
  readonly #dispatchers: DispatcherSource;
  readonly #url: URL;
  #token: Token | undefined;
  #pending: Promise<Token> | undefined;

  constructor(config: Config, timeoutMs: number, clock: Clock) {
    this.#config = config;
    this.#timeoutMs = timeoutMs;
    this.#clock = clock;
    this.#dispatchers = createDispatcherSource({ ...config, connectTimeoutMs: timeoutMs, clientCertificate: true });
    this.#url = new URL(config.token_url);
  }

  /** The `Authorization` header, from memory while the token lasts. Throws a `SourceFailure`, or the reason of the abort. */
  async get(signal: AbortSignal): Promise<Token> {
    const token = this.#token;
    if (token && (token.expiresAt === null || this.#clock.now() < token.expiresAt - EARLY_MS)) return token;
    // One request for all who wait; whoever gives up leaves it to the others.
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = undefined;
    });
    this.#token = await Promise.race([this.#pending, rejectOnAbort(signal)]);
    return this.#token;
  }

  /** Forgets a token that the server refused. */
  forget(refused: Token): void {
    if (this.#token === refused) this.#token = undefined;
  }

  close(): Promise<void> {
    return this.#dispatchers.close();
  }

  async #fetch(): Promise<Token> {
    const answer = await this.#ask();
    const parsed = answer.ok ? v.safeParse(tokenShape, answer.value) : undefined;
    if (!parsed?.success) {
      const reason = answer.ok ? `${shownUrl(this.#url)} answered without an access_token` : answer.error.message;
      const message = `no OAuth 2.0 token: ${reason}`;
      const hint = 'Check client_id, client_secret, scopes and token_url of oauth2.';
      throw new SourceFailure({ kind: 'unauthorized', message, hint }, false);
    }
    const { access_token, token_type, expires_in } = parsed.output;
    // Servers answer "bearer" in any case; others' parsers want it as the standard writes it.
    const scheme = token_type === undefined || /^bearer$/i.test(token_type) ? 'Bearer' : token_type;
    return {
      header: `${scheme} ${access_token}`,
      secret: access_token,
      expiresAt: expires_in === undefined ? null : addSeconds(this.#clock.now(), seconds(expires_in)),
    };
  }

  /** What the server of tokens answers, with nothing secret in its errors. */
  async #ask(): Promise<ReturnType<typeof answerJson>> {
    const config = this.#config;
    const url = this.#url;
    const secret = await secretValue('client_secret', config.client_secret, config.client_secret_file);
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...config.endpoint_params });
    if (config.scopes.length > 0) form.set('scope', config.scopes.join(' '));
    const authorization = basic(encodeURIComponent(config.client_id), encodeURIComponent(secret));
    const secrets = [secret, authorization, authorization.slice('Basic '.length), ...proxySecrets(config)];
    const proxy = proxyFor(url, config)?.host;
    const request = {
      url,
      method: 'POST' as const,
      dispatcher: await this.#dispatchers.get(url),
      proxy: url.protocol === 'http:' ? proxy : undefined,
      headers: {
        authorization,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
      // Ends before the request that waits for it does, so that the message names the right server.
      signal: AbortSignal.timeout(this.#timeoutMs / 2),
      maxBytes: MAX_TOKEN_BYTES,
    };
    const read = (response: Answer) => {
      const answer = answerJson(response);
      // A token may look like anything, so the answer is redacted only to be quoted.
      return answer.ok ? answer : answerJson(redactAnswer(response, [...secrets, ...parameters(config)]));
    };
    return exchange(request).then(read, (thrown) => {
      const { error } = thrown instanceof SourceFailure ? thrown : toFailure(thrown, shownUrl(url), proxy);
      return failed(redactError(error, secrets));
    });
  }
}
