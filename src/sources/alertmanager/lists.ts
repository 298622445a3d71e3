import * as v from 'valibot';
import type { Shape } from '../../shape.ts';
import type { Millis } from '../../units.ts';
import { readAnswer } from '../answer.ts';
import { failed, type Outcome, succeeded } from '../error.ts';
import type { HttpResponse } from '../http/http.ts';
import { shownUrl } from '../text.ts';
import type { groupsShape, ReadAlert } from './answer.ts';
import type { Alert, AlertmanagerView, Silence } from './types.ts';

/** Alerts, or silences, that a room is built from: each second anew. */
const MOST = 10_000;

export interface Read<T> {
  readonly items: readonly T[];
  /** How many are on the list that cannot be read. */
  readonly odd: number;
}

/**
 * Reads each for itself. A list of things of which none can be read is none, unless `mayBeOdd`.
 * @param what of what it is to be a list
 */
export function readList<T>(response: HttpResponse, shape: Shape<T>, what: string, mayBeOdd = false): Outcome<Read<T>> {
  const list = readAnswer(
    response,
    v.array(
      v.pipe(
        v.unknown(),
        v.check((one) => !mayBeOdd || typeof one === 'object', 'Invalid input'),
      ),
    ),
    `list of ${what}`,
  );
  if (!list.ok) return list;
  if (list.value.length > MOST) {
    const [given, most] = [list.value.length, MOST].map((n) => n.toLocaleString('en-US'));
    return failed({
      kind: 'too-large',
      message: `${shownUrl(response.url)} has ${given} ${what}, and a room holds ${most}`,
      hint: 'Look for an alerting rule that matches everything.',
      httpStatus: response.status,
    });
  }
  const items = list.value.flatMap((one) => {
    const parsed = v.safeParse(shape, one);
    return parsed.success ? [parsed.output] : [];
  });
  if (items.length > 0 || list.value.length === 0 || mayBeOdd)
    return succeeded({ items, odd: list.value.length - items.length });
  const whole = readAnswer(response, v.array(shape), `list of ${what}`);
  return whole.ok ? succeeded({ items: whole.value, odd: 0 }) : whole;
}

/** By fingerprint, what keeps all notifications of an alert back: in each group that it is in, some interval. */
export function mutesIn(groups: v.InferOutput<typeof groupsShape>): ReadonlyMap<string, readonly string[]> {
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

/** By fingerprint of an alert, what keeps it back. */
export type Mutes = ReadonlyMap<string, readonly string[]>;
export const NOBODY_MUTED: Mutes = new Map();

/** What two lists say together, and what of them could not be read. */
export function told(
  listed: Read<ReadAlert>,
  silenced: Read<Silence | null>,
  muted: Mutes | null,
  now: Millis,
): Pick<AlertmanagerView, 'alerts' | 'silences' | 'unread' | 'undated'> {
  const { items } = listed;
  const unread = [
    oddOnes(listed, 'alerts'),
    unlabelledIn(items),
    timelessIn(items),
    oddOnes(silenced, 'silences'),
  ].filter((text) => text !== null);
  const undated = undatedIn(items);
  return {
    alerts: items.map(({ mutedBy, ...alert }) => {
      // The list itself calls active what is muted: without the groups nothing is told.
      const mutes = muted === null ? undefined : (muted.get(alert.fingerprint) ?? mutedBy);
      return { ...dated(alert, now), ...(mutes && { mutedBy: mutes }) };
    }),
    silences: silenced.items.filter((silence) => silence !== null),
    ...(unread.length > 0 && { unread: unread.join(', ') }),
    ...(undated !== undefined && { undated }),
  };
}
