import { z } from 'zod';
import { type Clock, systemClock } from '../../clock.ts';
import type { Datasource } from '../../profile/schema/http.ts';
import { type Millis, millis } from '../../units.ts';
import { isSuccess, readAnswer, statusError, unlikeDone } from '../answer.ts';
import { failed, type Outcome, type SendOutcome, succeeded } from '../error.ts';
import { createHttpClient, type HttpRequest, type HttpResponse } from '../http/http.ts';
import { clockOffset, serverDate } from '../server-clock.ts';
import { shownUrl } from '../text.ts';
import {
  alertSchema,
  createdSchema,
  groupsSchema,
  type ReadAlert,
  silenceOrEnded,
  silenceSchema,
  statusSchema,
} from './answer.ts';
import { type Configuration, readConfiguration } from './routing.ts';
import type { Alert, AlertmanagerMember, MemberStatus, NewAlert, NewSilence } from './types.ts';

export type { AlertmanagerMember, NewSilence } from './types.ts';

/** All alerts: older servers leave some out unless told otherwise, and newer ones may. */
const EVERY_STATE = new URLSearchParams({ active: 'true', silenced: 'true', inhibited: 'true', unprocessed: 'true' });

/** The same, by group. */
const EVERY_GROUP = new URLSearchParams({ active: 'true', silenced: 'true', inhibited: 'true', muted: 'true' });

/** Where a configuration has a route that is muted at times. */
const INTERVALS = /\b(?:mute|active)_time_intervals\b/;

/** Alerts, or silences, that a room is built from: each second anew. */
const MOST = 10_000;

interface Read<T> {
  readonly items: readonly T[];
  /** How many are on the list that cannot be read. */
  readonly odd: number;
}

/**
 * Reads each for itself. A list of things of which none can be read is none, unless `mayBeOdd`.
 * @param what of what it is to be a list
 */
function readList<T>(response: HttpResponse, schema: z.ZodType<T>, what: string, mayBeOdd = false): Outcome<Read<T>> {
  const list = readAnswer(
    response,
    z.array(z.unknown().refine((one) => !mayBeOdd || typeof one === 'object')),
    `list of ${what}`,
  );
  if (!list.ok) return list;
  if (list.value.length > MOST) {
    const [given, most] = [list.value.length, MOST].map((n) => n.toLocaleString('en-US'));
    return failed({
      kind: 'too-large',
      message: `${shownUrl(response.url)} has ${given} ${what}, and a room holds ${most}`,
      hint: 'Which rule fires for everything there is?',
      httpStatus: response.status,
    });
  }
  const items = list.value.flatMap((one) => {
    const parsed = schema.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  if (items.length > 0 || list.value.length === 0 || mayBeOdd)
    return succeeded({ items, odd: list.value.length - items.length });
  const whole = readAnswer(response, z.array(schema), `list of ${what}`);
  return whole.ok ? succeeded({ items: whole.value, odd: 0 }) : whole;
}

/** By fingerprint, what keeps all notifications of an alert back: in each group that it is in, some interval. */
function mutesIn(groups: z.infer<typeof groupsSchema>): ReadonlyMap<string, readonly string[]> {
  const members = Map.groupBy(
    groups.flatMap(({ alerts }) => alerts),
    ({ fingerprint }) => fingerprint,
  );
  return new Map(
    [...members].flatMap(([id, places]) =>
      places.every(({ status }) => status.mutedBy.length > 0)
        ? [[id, [...new Set(places.flatMap(({ status }) => status.mutedBy))]] as const]
        : [],
    ),
  );
}

/**
 * An alert without a start that can be read may have begun at any time before it was sent last: it is taken to have begun
 * then, so that no acknowledgement of an earlier incident stands for it.
 * @param now by the server's clock
 */
function dated({ hasAllLabels: _, startsAt, updatedAt, ...alert }: ReadAlert, now: Millis): Alert {
  const began = startsAt ?? updatedAt ?? now;
  return { ...alert, startsAt: began, updatedAt: updatedAt ?? began };
}

function undatedIn(alerts: readonly ReadAlert[]): string | undefined {
  const count = alerts.filter(({ startsAt, updatedAt }) => startsAt === null && updatedAt !== null).length;
  return count === 0 ? undefined : `the start of ${count} of its ${alerts.length} alerts cannot be read`;
}

/** Who writes no time at all may leave out more. */
function timelessIn(alerts: readonly ReadAlert[]): string | null {
  const count = alerts.filter(({ startsAt, updatedAt }) => startsAt === null && updatedAt === null).length;
  return count === 0 ? null : `the times of ${count} of its ${alerts.length} alerts cannot be read`;
}

function unlabelledIn(alerts: readonly ReadAlert[]): string | null {
  const count = alerts.filter(({ hasAllLabels }) => !hasAllLabels).length;
  return count === 0 ? null : `a label of ${count} of its ${alerts.length} alerts cannot be read`;
}

const oddOnes = ({ items, odd }: Read<unknown>, what: string): string | null =>
  odd === 0 ? null : `${odd} of its ${odd + items.length} ${what} cannot be read`;

const timed = <T extends NewSilence | NewAlert>({ startsAt, endsAt, ...rest }: T) => ({
  ...rest,
  startsAt: new Date(startsAt).toISOString(),
  endsAt: new Date(endsAt).toISOString(),
});

const silencePath = (id: string) => `/api/v2/silence/${encodeURIComponent(id)}`;

/** The client of one member's API v2. `id` names the member in the profile and on screen. */
export function createAlertmanager(
  id: string,
  datasource: Datasource,
  clock: Clock = systemClock,
): AlertmanagerMember & { close(): Promise<void> } {
  const http = createHttpClient(datasource, clock);

  /** A configuration seldom changes, and to read it takes time. */
  let read: { readonly text: string; readonly configuration: Configuration } | null = null;
  /** Whether a route has a time interval; null where its configuration does not say. */
  let hasIntervals: boolean | null = null;
  /** As it was when it answered last. */
  let stood: Partial<MemberStatus> = {};

  const status = async (signal?: AbortSignal): Promise<Outcome<MemberStatus>> => {
    const outcome = await http.request({ method: 'GET', path: '/api/v2/status', signal });
    if (!outcome.ok) return failed(outcome.error);
    const other = isSuccess(outcome.value) ? unlikeDone(outcome.value) : statusError(outcome.value);
    if (other) return failed(other);
    // Behind some proxies nothing but the header can be had.
    const said = readAnswer(outcome.value, statusSchema, 'status');
    const text = said.ok ? said.value.configuration : '';
    if (text !== read?.text) {
      read = { text, configuration: readConfiguration(text) };
      hasIntervals = text === '' ? null : INTERVALS.test(text);
    }
    return succeeded({
      now: millis(serverDate(outcome.value) ?? clock.now()),
      startedAt: said.ok ? said.value.startedAt : null,
      ...read.configuration,
    });
  };

  /** Since 0.28, and there alone, it tells what is muted; that is asked for only where a route has a time interval. */
  const mutes = async (signal?: AbortSignal): Promise<ReadonlyMap<string, readonly string[]> | null> => {
    if (!hasIntervals) return hasIntervals === null ? null : new Map();
    const outcome = await http.request({ method: 'GET', path: '/api/v2/alerts/groups', query: EVERY_GROUP, signal });
    const groups = outcome.ok ? readAnswer(outcome.value, groupsSchema, 'list of groups') : outcome;
    return groups.ok ? mutesIn(groups.value) : null;
  };

  /** Asked with each list: one that was restarted in between lists less than before. */
  const standing = async (signal?: AbortSignal): Promise<Partial<MemberStatus>> => {
    const answer = await status(signal);
    if (answer.ok) stood = answer.value;
    return stood;
  };

  const send = async (request: HttpRequest): Promise<SendOutcome<HttpResponse>> => {
    const outcome = await http.request(request);
    if (!outcome.ok || isSuccess(outcome.value)) return outcome;
    return { ok: false, sent: true, error: statusError(outcome.value) };
  };
  /** For what has no result: a page in its place is of something that did not do it. */
  const sendOff = async (request: HttpRequest): Promise<SendOutcome<void>> => {
    const outcome = await send(request);
    const error = outcome.ok ? unlikeDone(outcome.value) : outcome.error;
    if (error) return { ok: false, sent: outcome.ok || outcome.sent, error };
    return { ok: true, value: undefined };
  };

  return {
    id,

    async view(signal) {
      const [alerts, silences, { startedAt, routing, resolveTimeout }] = await Promise.all([
        http.request({ method: 'GET', path: '/api/v2/alerts', query: EVERY_STATE, signal }).then((outcome) => ({
          outcome,
          receivedAt: clock.now(),
        })),
        http.request({ method: 'GET', path: '/api/v2/silences', signal }),
        standing(signal),
      ]);
      if (!alerts.outcome.ok) return failed(alerts.outcome.error);
      if (!silences.ok) return failed(silences.error);
      const response = alerts.outcome.value;
      const listed = readList(response, alertSchema, 'alerts');
      if (!listed.ok) return listed;
      const silenced = readList(silences.value, silenceOrEnded, 'silences', true);
      if (!silenced.ok) return silenced;
      const muted = listed.value.items.length > 0 ? await mutes(signal) : new Map<string, readonly string[]>();
      const { items } = listed.value;
      const unread = [
        oddOnes(listed.value, 'alerts'),
        unlabelledIn(items),
        timelessIn(items),
        oddOnes(silenced.value, 'silences'),
      ].filter((text) => text !== null);
      const undated = undatedIn(items);
      const now = millis(serverDate(response) ?? alerts.receivedAt);
      return succeeded({
        alerts: items.map(({ mutedBy, ...alert }) => {
          // The list itself calls active what is muted: without the groups nothing is told.
          const told = muted === null ? undefined : (muted.get(alert.fingerprint) ?? mutedBy);
          return { ...dated(alert, now), ...(told && { mutedBy: told }) };
        }),
        silences: silenced.value.items.filter((silence) => silence !== null),
        ...(unread.length > 0 && { unread: unread.join(', ') }),
        ...(undated !== undefined && { undated }),
        clockOffset: clockOffset(response, alerts.receivedAt) ?? 0,
        ...(routing && { routing }),
        ...(startedAt != null && { startedAt }),
        ...(resolveTimeout != null && { resolveTimeout }),
      });
    },

    async silence(silenceId, signal) {
      const outcome = await http.request({ method: 'GET', path: silencePath(silenceId), signal });
      if (!outcome.ok) return failed(outcome.error);
      // Its own 404 has no page.
      if (outcome.value.status === 404 && unlikeDone(outcome.value) === null) return succeeded(null);
      return readAnswer(outcome.value, silenceSchema, 'silence');
    },

    async createSilence(silence, signal) {
      const body = { type: 'application/json', text: JSON.stringify(timed(silence)) };
      const outcome = await send({ method: 'POST', path: '/api/v2/silences', body, signal });
      if (!outcome.ok) return outcome;
      const created = readAnswer(outcome.value, createdSchema, 'created silence');
      if (!created.ok) return { ok: false, sent: true, error: created.error };
      return { ok: true, value: { id: created.value.silenceID } };
    },

    expireSilence: (silenceId, signal) => sendOff({ method: 'DELETE', path: silencePath(silenceId), signal }),

    postAlerts(alerts, signal) {
      const body = { type: 'application/json', text: JSON.stringify(alerts.map(timed)) };
      return sendOff({ method: 'POST', path: '/api/v2/alerts', body, signal });
    },

    status,

    close: () => http.close(),
  };
}
