import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import type { Datasource } from '../../profile/schema/http.ts';
import { addSeconds, type Millis, seconds } from '../../units.ts';
import { type Answer, answerJson } from '../answer.ts';
import { failed, SourceFailure } from '../error.ts';
import { shownUrl } from '../text.ts';
import { basic, proxySecrets } from './auth.ts';
import { createDispatcherSource } from './dispatcher.ts';
import { toFailure } from './error.ts';
import { exchange } from './exchange.ts';
import { proxyFor } from './proxy.ts';
import { redactAnswer, redactError } from './redact.ts';
import { secretValue } from './secret.ts';

/** A token is fetched anew this long before it ends, so that it does not end on its way. */
const EARLY_MS = 10_000;
const MAX_TOKEN_BYTES = 64 * 1024;

const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().optional(),
  expires_in: z.coerce.number().positive().optional(),
});

interface Token {
  readonly header: string;
  readonly secret: string;
  readonly expiresAt: Millis | null;
}

export interface TokenSource {
  /** The `Authorization` header, from memory while the token lasts. Throws a `SourceFailure`, or the reason of the abort. */
  get(signal: AbortSignal): Promise<Token>;
  /** Forgets a token that the server refused. */
  forget(token: Token): void;
  close(): Promise<void>;
}

const rejectOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/** Further parameters may be secrets too, such as a password. */
const parameters = ({ endpoint_params }: NonNullable<Datasource['oauth2']>) => Object.values(endpoint_params);

/** OAuth 2.0 client credentials grant (RFC 6749, 4.4); client id and secret go into the header, as Prometheus sends them. */
export function createTokenSource(
  config: NonNullable<Datasource['oauth2']>,
  timeoutMs: number,
  clock: Clock,
): TokenSource {
  const dispatchers = createDispatcherSource({
    ...config,
    connectTimeoutMs: timeoutMs,
    clientCertificate: true,
  });
  const url = new URL(config.token_url);
  let token: Token | undefined;
  let pending: Promise<Token> | undefined;

  const fetchToken = async (): Promise<Token> => {
    const secret = await secretValue('client_secret', config.client_secret, config.client_secret_file);
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...config.endpoint_params });
    if (config.scopes.length > 0) form.set('scope', config.scopes.join(' '));
    const authorization = basic(encodeURIComponent(config.client_id), encodeURIComponent(secret));
    const secrets = [secret, authorization, authorization.slice('Basic '.length), ...proxySecrets(config)];
    const read = (response: Answer) => {
      const answer = answerJson(response);
      // A token may look like anything, so the answer is redacted only to be quoted.
      return answer.ok ? answer : answerJson(redactAnswer(response, [...secrets, ...parameters(config)]));
    };
    const request = {
      url,
      method: 'POST' as const,
      dispatcher: await dispatchers.get(url),
      proxy: url.protocol === 'http:' ? proxyFor(url, config)?.host : undefined,
      headers: {
        authorization,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
      // Ends before the request that waits for it does, so that the message names the right server.
      signal: AbortSignal.timeout(timeoutMs / 2),
      maxBytes: MAX_TOKEN_BYTES,
    };
    const answer = await exchange(request).then(read, (thrown) => {
      const { error } =
        thrown instanceof SourceFailure ? thrown : toFailure(thrown, shownUrl(url), proxyFor(url, config)?.host);
      return failed(redactError(error, secrets));
    });
    const parsed = answer.ok ? tokenSchema.safeParse(answer.value) : undefined;
    if (!parsed?.success) {
      const reason = answer.ok ? `${shownUrl(url)} answered without an access_token` : answer.error.message;
      const message = `no OAuth 2.0 token: ${reason}`;
      const hint = 'Check client_id, client_secret, scopes and token_url of oauth2.';
      throw new SourceFailure({ kind: 'unauthorized', message, hint }, false);
    }
    const { access_token, token_type, expires_in } = parsed.data;
    // Servers answer "bearer" in any case; others' parsers want it as the standard writes it.
    const scheme = token_type === undefined || /^bearer$/i.test(token_type) ? 'Bearer' : token_type;
    return {
      header: `${scheme} ${access_token}`,
      secret: access_token,
      expiresAt: expires_in === undefined ? null : addSeconds(clock.now(), seconds(expires_in)),
    };
  };

  return {
    async get(signal) {
      if (token && (token.expiresAt === null || clock.now() < token.expiresAt - EARLY_MS)) return token;
      // One request for all who wait; whoever gives up leaves it to the others.
      pending ??= fetchToken().finally(() => {
        pending = undefined;
      });
      token = await Promise.race([pending, rejectOnAbort(signal)]);
      return token;
    },
    forget(refused) {
      if (token === refused) token = undefined;
    },
    close: () => dispatchers.close(),
  };
}
