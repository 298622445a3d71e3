import { type Clock, systemClock } from '../../clock.ts';
import type { Datasource } from '../../profile/schema/http.ts';
import { millis } from '../../units.ts';
import { isSuccess, readAnswer, statusError, unlikeDone } from '../answer.ts';
import { failed, type SendOutcome, succeeded } from '../error.ts';
import {
  createHttpClient,
  type HttpClient,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
} from '../http/http.ts';
import type { Counted, Spent } from '../http/spent.ts';
import { clockOffset, serverDate } from '../server-clock.ts';
import { alertShape, createdShape, groupsShape, silenceOrEnded, silenceShape, statusShape } from './answer.ts';
import { type Mutes, mutesIn, NOBODY_MUTED, readList, told } from './lists.ts';
import { type Configuration, readConfiguration } from './routing.ts';
import type { AlertmanagerMember, MemberStatus, NewAlert, NewSilence } from './types.ts';

export type { AlertmanagerMember, NewSilence } from './types.ts';

/** All alerts: older servers leave some out unless told otherwise, and newer ones may. */
const EVERY_STATE = new URLSearchParams({ active: 'true', silenced: 'true', inhibited: 'true', unprocessed: 'true' });

/** The same, by group. */
const EVERY_GROUP = new URLSearchParams({ active: 'true', silenced: 'true', inhibited: 'true', muted: 'true' });

/** Where a configuration has a route that is muted at times. */
const INTERVALS = /\b(?:mute|active)_time_intervals\b/;

const timed = <T extends NewSilence | NewAlert>({ startsAt, endsAt, ...rest }: T) => ({
  ...rest,
  startsAt: new Date(startsAt).toISOString(),
  endsAt: new Date(endsAt).toISOString(),
});

const silencePath = (id: string) => `/api/v2/silence/${encodeURIComponent(id)}`;

class MemberClient implements AlertmanagerMember {
  readonly id: string;
  readonly #http: HttpClient;
  readonly #clock: Clock;
  /** A configuration seldom changes, and to read it takes time. */
  #read: { readonly text: string; readonly configuration: Configuration } | null = null;
  /** Whether a route has a time interval; null where its configuration does not say. */
  #hasIntervals: boolean | null = null;
  /** As it was when it answered last. */
  #stood: Partial<MemberStatus> = {};

  constructor(id: string, datasource: Datasource, clock: Clock) {
    this.id = id;
    this.#http = createHttpClient(datasource, clock);
    this.#clock = clock;
  }

  readonly view: AlertmanagerMember['view'] = async (signal) => {
    const [alerts, silences, standing] = await Promise.all([
      this.#get('/api/v2/alerts', signal, EVERY_STATE).then((outcome) => ({ outcome, receivedAt: this.#clock.now() })),
      this.#get('/api/v2/silences', signal),
      this.#standing(signal),
    ]);
    if (!alerts.outcome.ok) return failed(alerts.outcome.error);
    if (!silences.ok) return failed(silences.error);
    const response = alerts.outcome.value;
    const listed = readList(response, alertShape, 'alerts');
    if (!listed.ok) return listed;
    const silenced = readList(silences.value, silenceOrEnded, 'silences', true);
    if (!silenced.ok) return silenced;
    const muted = listed.value.items.length > 0 ? await this.#mutes(signal) : NOBODY_MUTED;
    const now = millis(serverDate(response) ?? alerts.receivedAt);
    return succeeded({
      ...told(listed.value, silenced.value, muted, now),
      clockOffset: clockOffset(response, alerts.receivedAt) ?? 0,
      ...stoodAs(standing),
    });
  };

  readonly silence: AlertmanagerMember['silence'] = async (silenceId, signal) => {
    const outcome = await this.#get(silencePath(silenceId), signal);
    if (!outcome.ok) return failed(outcome.error);
    // Its own 404 has no page.
    if (outcome.value.status === 404 && unlikeDone(outcome.value) === null) return succeeded(null);
    return readAnswer(outcome.value, silenceShape, 'silence');
  };

  readonly createSilence: AlertmanagerMember['createSilence'] = async (silence, signal) => {
    const body = { type: 'application/json', text: JSON.stringify(timed(silence)) };
    const outcome = await this.#send({ method: 'POST', path: '/api/v2/silences', body, signal });
    if (!outcome.ok) return outcome;
    const created = readAnswer(outcome.value, createdShape, 'created silence');
    if (!created.ok) return { ok: false, sent: true, error: created.error };
    return { ok: true, value: { id: created.value.silenceID } };
  };

  readonly expireSilence: AlertmanagerMember['expireSilence'] = (silenceId, signal) =>
    this.#sendOff({ method: 'DELETE', path: silencePath(silenceId), signal });

  readonly postAlerts: AlertmanagerMember['postAlerts'] = (alerts, signal) => {
    const body = { type: 'application/json', text: JSON.stringify(alerts.map(timed)) };
    return this.#sendOff({ method: 'POST', path: '/api/v2/alerts', body, signal });
  };

  readonly status: AlertmanagerMember['status'] = async (signal) => {
    const outcome = await this.#get('/api/v2/status', signal);
    if (!outcome.ok) return failed(outcome.error);
    const other = isSuccess(outcome.value) ? unlikeDone(outcome.value) : statusError(outcome.value);
    if (other) return failed(other);
    // Behind some proxies nothing but the header can be had.
    const said = readAnswer(outcome.value, statusShape, 'status');
    const text = said.ok ? said.value.configuration : '';
    if (text !== this.#read?.text) {
      this.#read = { text, configuration: readConfiguration(text) };
      this.#hasIntervals = text === '' ? null : INTERVALS.test(text);
    }
    return succeeded({
      now: millis(serverDate(outcome.value) ?? this.#clock.now()),
      startedAt: said.ok ? said.value.startedAt : null,
      ...this.#read.configuration,
    });
  };

  readonly spent = (): Spent => this.#http.spent();

  close(): Promise<void> {
    return this.#http.close();
  }

  #get(path: string, signal: AbortSignal | undefined, query?: URLSearchParams): Promise<HttpOutcome> {
    return this.#http.request({ method: 'GET', path, query, signal });
  }

  /** Since 0.28, and there alone, it tells what is muted; that is asked for only where a route has a time interval. */
  async #mutes(signal: AbortSignal | undefined): Promise<Mutes | null> {
    if (!this.#hasIntervals) return this.#hasIntervals === null ? null : NOBODY_MUTED;
    const outcome = await this.#get('/api/v2/alerts/groups', signal, EVERY_GROUP);
    const groups = outcome.ok ? readAnswer(outcome.value, groupsShape, 'list of groups') : outcome;
    return groups.ok ? mutesIn(groups.value) : null;
  }

  /** Asked with each list: one that was restarted in between lists less than before. */
  async #standing(signal: AbortSignal | undefined): Promise<Partial<MemberStatus>> {
    const answer = await this.status(signal);
    if (answer.ok) this.#stood = answer.value;
    return this.#stood;
  }

  async #send(request: HttpRequest): Promise<SendOutcome<HttpResponse>> {
    const outcome = await this.#http.request(request);
    if (!outcome.ok || isSuccess(outcome.value)) return outcome;
    return { ok: false, sent: true, error: statusError(outcome.value) };
  }

  /** For what has no result: a page in its place is of something that did not do it. */
  async #sendOff(request: HttpRequest): Promise<SendOutcome<void>> {
    const outcome = await this.#send(request);
    const error = outcome.ok ? unlikeDone(outcome.value) : outcome.error;
    if (error) return { ok: false, sent: outcome.ok || outcome.sent, error };
    return { ok: true, value: undefined };
  }
}

const stoodAs = ({ routing, startedAt, resolveTimeout }: Partial<MemberStatus>) => ({
  ...(routing && { routing }),
  ...(startedAt != null && { startedAt }),
  ...(resolveTimeout != null && { resolveTimeout }),
});

/** The client of one member's API v2. `id` names the member in the profile and on screen. */
export const createAlertmanager = (
  id: string,
  datasource: Datasource,
  clock: Clock = systemClock,
): AlertmanagerMember & Counted & { close(): Promise<void> } => new MemberClient(id, datasource, clock);
