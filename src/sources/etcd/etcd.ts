import { pause, systemClock } from '../../clock.ts';
import type { EtcdSettings } from '../../profile/schema/ring-store.ts';
import type { Shape } from '../../shape.ts';
import { seconds } from '../../units.ts';
import { readAnswer } from '../answer.ts';
import { failed, type SendOutcome, type SourceError, SourceFailure, succeeded } from '../error.ts';
import { createHttpClient, type HttpClient, type HttpRequest } from '../http/http.ts';
import { secretValue } from '../http/secret.ts';
import {
  anyAnswer,
  keepAliveAnswer,
  leaseAnswer,
  readMessage,
  refusalOf,
  tokenAnswer,
  transactionAnswer,
  transactionMessage,
} from './gateway.ts';
import type { Etcd } from './types.ts';
import { watchRange } from './watch.ts';

/** Largest answer accepted, in bytes: many times what a page of the journal can be. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Between two rounds over all members, in seconds: a leader is elected within one or two. */
const PAUSE = 0.15;
/** Longer than an election takes. */
const PATIENCE = 2;

/** Without it a member that lost the others answers a watch from before that, and keeps a request waiting. */
const NEEDS_LEADER = { 'grpc-metadata-hasleader': 'true' };

type Tried<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly sent: boolean; readonly certain: boolean; readonly error: SourceError };

const done = <T>(value: T): Tried<T> => ({ ok: true, value });

/** Asks the member that answered last, and the others in turn when it does not. */
class EtcdCluster implements Etcd {
  readonly #members: readonly HttpClient[];
  readonly #login: Login;
  /** How long a request is tried before it is given up, in milliseconds. */
  readonly #patience: number;
  #preferred = 0;

  constructor(settings: EtcdSettings, patience: number) {
    this.#members = settings.endpoints.map((url) => createHttpClient({ ...connectionOf(settings), url }));
    this.#login = new Login(settings);
    this.#patience = patience * settings.timeout * 1000;
  }

  readonly read: Etcd['read'] = async (ranges) => {
    const answer = await this.#send('/v3/kv/txn', readMessage(ranges), transactionAnswer(ranges.length, null));
    return answer.ok ? answer : failed(answer.error);
  };

  readonly commit: Etcd['commit'] = (transaction) => {
    const shape = transactionAnswer(0, transaction.otherwise.length);
    return this.#send('/v3/kv/txn', transactionMessage(transaction), shape);
  };

  readonly watch: Etcd['watch'] = (range, onChange) => {
    let turn = 0;
    return watchRange(range, onChange, async (message, signal) => {
      const http = this.#member(turn++);
      const token = await this.#login.token(http);
      if (!token.ok) return failed(token.error);
      const stream = await http.stream({ ...requestOf('/v3/watch', message, token.value), signal });
      // One that is refused may want another token: it does no harm to fetch one.
      if (!stream.ok && stream.error.kind === 'unauthorized') this.#login.forget(token.value);
      return stream.ok ? succeeded(stream.chunks) : failed(stream.error);
    });
  };

  readonly grant: Etcd['grant'] = async (ttl) => {
    const answer = await this.#send('/v3/lease/grant', { TTL: String(ttl) }, leaseAnswer);
    return answer.ok ? succeeded(answer.value.ID) : failed(answer.error);
  };

  readonly keepAlive: Etcd['keepAlive'] = async (lease) => {
    const answer = await this.#send('/v3/lease/keepalive', { ID: lease }, keepAliveAnswer);
    return answer.ok ? succeeded(answer.value.result.TTL > 0) : failed(answer.error);
  };

  readonly revoke: Etcd['revoke'] = async (lease) => {
    const answer = await this.#send('/v3/lease/revoke', { ID: lease }, anyAnswer);
    return answer.ok ? succeeded(undefined) : failed(answer.error);
  };

  readonly close: Etcd['close'] = async () => {
    await Promise.all(this.#members.map((http) => http.close()));
  };

  #member(turn: number): HttpClient {
    const chosen = this.#members[(this.#preferred + turn) % this.#members.length];
    if (!chosen) throw new Error('etcd has no endpoint');
    return chosen;
  }

  /** Asks one member after the other until one answers, or all say no, or time is up. */
  async #send<T>(path: string, message: object, shape: Shape<T>): Promise<SendOutcome<T>> {
    const deadline = performance.now() + this.#patience;
    let sent = false;
    for (;;) {
      const errors: SourceError[] = [];
      for (let turn = 0; turn < this.#members.length; turn++) {
        const answer = await this.#ask(this.#member(turn), path, message, shape);
        if (answer.ok) {
          this.#preferred = (this.#preferred + turn) % this.#members.length;
          return answer;
        }
        sent ||= answer.sent && !answer.certain;
        if (answer.certain) return { ok: false, sent, error: answer.error };
        errors.push(answer.error);
      }
      if (performance.now() > deadline) return { ok: false, sent, error: together(errors) };
      await pause(systemClock, seconds(PAUSE * (0.5 + Math.random())));
    }
  }

  /** One request to one member, and once more when it wants another token. */
  async #ask<T>(http: HttpClient, path: string, message: object, shape: Shape<T>): Promise<Tried<T>> {
    for (let attempt = 1; ; attempt++) {
      const token = await this.#login.token(http);
      if (!token.ok) return token;
      const outcome = await http.request(requestOf(path, message, token.value));
      if (!outcome.ok) return { ...outcome, certain: false };
      const refusal = refusalOf(outcome.value);
      if (refusal?.needsToken && this.#login.wanted && attempt === 1) {
        this.#login.forget(token.value);
        continue;
      }
      if (refusal) return { ok: false, sent: true, certain: refusal.certain, error: refusal.error };
      const read = readAnswer(outcome.value, shape, 'answer of etcd');
      return read.ok ? read : { ...read, sent: true, certain: false };
    }
  }
}

/**
 * The client of one cluster.
 * @param patience how many times `timeout` a request is tried before it is given up
 */
export const createEtcd = (settings: EtcdSettings, patience: number = PATIENCE): Etcd =>
  new EtcdCluster(settings, patience);

/** How every member is reached. */
const connectionOf = ({
  timeout,
  tls_config,
  proxy_url,
  no_proxy,
  proxy_from_environment,
  proxy_connect_header,
}: EtcdSettings) => ({
  timeout,
  max_bytes: MAX_BYTES,
  tls_config,
  proxy_url,
  no_proxy,
  proxy_from_environment,
  proxy_connect_header,
  follow_redirects: false,
  enable_http2: false,
  http_headers: {},
});

const requestOf = (path: string, message: object, token: string | null): HttpRequest => ({
  method: 'POST',
  path,
  body: { type: 'application/json', text: JSON.stringify(message) },
  headers: { ...NEEDS_LEADER, ...(token !== null && { authorization: token }) },
  ...(token !== null && { secrets: [token] }),
});

/** What became of a round in which no member answered. */
function together(errors: readonly SourceError[]): SourceError {
  const [first] = errors;
  if (!first) return { kind: 'unreachable', message: 'etcd has no endpoint' };
  if (errors.length === 1) return first;
  const words = [...new Set(errors.map(({ message }) => message))].join('; ');
  const hint = 'Check that a majority of the members run and reach each other.';
  return { ...first, message: `none of the ${errors.length} members of etcd answers: ${words}`, hint };
}

const unreadable = (thrown: unknown): SourceError =>
  thrown instanceof SourceFailure ? thrown.error : { kind: 'unauthorized', message: String(thrown) };

/** Keeps the token that etcd hands out for user and password; every member knows it until it ends. */
class Login {
  readonly wanted: boolean;
  readonly #settings: EtcdSettings;
  /** Null where none is needed. */
  #current: string | null | undefined;
  #pending: Promise<Tried<string | null>> | undefined;

  constructor(settings: EtcdSettings) {
    this.#settings = settings;
    this.wanted = settings.username !== undefined || settings.username_file !== undefined;
    this.#current = this.wanted ? undefined : null;
  }

  async token(http: HttpClient): Promise<Tried<string | null>> {
    if (this.#current !== undefined) return done(this.#current);
    this.#pending ??= this.#logIn(http)
      .catch((error: unknown) => ({ ok: false as const, sent: false, certain: true, error: unreadable(error) }))
      .finally(() => {
        this.#pending = undefined;
      });
    const answer = await this.#pending;
    if (answer.ok) this.#current = answer.value;
    return answer;
  }

  forget(token: string | null): void {
    if (this.wanted && this.#current === token) this.#current = undefined;
  }

  async #logIn(http: HttpClient): Promise<Tried<string | null>> {
    const { username, username_file, password, password_file } = this.#settings;
    const secret = await secretValue('password', password, password_file);
    const name = await secretValue('username', username, username_file);
    const message = { name, password: secret };
    const outcome = await http.request({ ...requestOf('/v3/auth/authenticate', message, null), secrets: [secret] });
    // Nothing was asked of the store yet.
    if (!outcome.ok) return { ...outcome, sent: false, certain: false };
    const refusal = refusalOf(outcome.value);
    if (refusal?.authOff) return done(null);
    if (refusal) return { ok: false, sent: false, certain: refusal.certain, error: refusal.error };
    const read = readAnswer(outcome.value, tokenAnswer, 'answer of etcd');
    return read.ok ? done(read.value.token) : { ...read, sent: false, certain: false };
  }
}
