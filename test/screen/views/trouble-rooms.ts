import { promql } from '../../../src/profile/query.ts';
import { type Finding, summarise } from '../../../src/room/findings.ts';
import type { PaceBurn, Room, RoomPanel, RoomSla, RoomSlo } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { differing, JUDGED } from '../golden-rooms.ts';
import { acked, ago, alert, alertsOf, HOUR, infraItem, known, source } from '../room-parts.ts';
import { healthy, spike } from '../rooms.ts';

/** A room with the finding that follows from its parts. */
const found = (parts: Partial<Room>): Room => {
  const room = { ...healthy, ...parts };
  return { ...room, ...summarise(room, room.unanswered) };
};

const burn = (rate: number): PaceBurn => {
  const window = (length: number) => ({
    window: seconds(length),
    expr: promql(`burn:${length}`),
    errors: known(rate / 1000),
    rate,
    idle: false,
  });
  return { factor: 14.4, short: window(300), long: window(3600), burning: rate > 14.4 ? 'both' : 'no' };
};

const slo: RoomSlo = {
  id: 'availability',
  label: 'Availability',
  objective: 0.999,
  window: seconds(30 * 24 * HOUR),
  covered: seconds(30 * 24 * HOUR),
  state: 'fail',
  because: { kind: 'burns', pace: 'fast' },
  left: known(0.4),
  good: 0.9994,
  runsOut: seconds(7200),
  burns: { fast: burn(20), slow: burn(2) },
  expr: promql('slo:left'),
  recorded: true,
};

const sla: RoomSla = {
  id: 'response',
  label: 'Response',
  state: 'fail',
  unit: 'seconds',
  limit: { kind: 'at-most', most: 0.1 },
  reading: known(0.12),
  standing: { kind: 'breached', since: ago(300) },
  window: seconds(30 * 24 * HOUR),
  covered: seconds(30 * 24 * HOUR),
  slo: null,
  recoverAfter: seconds(600),
  expr: promql('sla:response'),
};

const panel: RoomPanel = {
  key: 'api/cpu',
  page: 'api',
  id: 'cpu',
  title: 'CPU of the API',
  repeat: null,
  state: 'fail',
  unread: null,
  more: 0,
  worst: { name: null, reading: known(0.95), unit: 'ratio', limit: { kind: 'at-most', most: 0.8 }, standing: null },
  content: {
    type: 'gauge',
    measure: { unit: 'ratio', limit: { kind: 'at-most', most: 0.8 }, steps: [] },
    min: 0,
    max: 1,
    series: [
      {
        id: 'one',
        name: 'cpu',
        labels: { instance: 'api-3' },
        exactLabels: { instance: 'api-3' },
        expr: promql('cpu'),
        reading: known(0.95),
        state: 'fail',
        tone: null,
        text: null,
      },
    ],
  },
};

/** What of a room is found, and what its page must say: with its number and limit where it has one. */
export interface Trouble {
  readonly room: Room;
  readonly says: RegExp;
}

/** A room for every kind of finding. */
export const TROUBLES = {
  source: {
    room: found({
      sources: [
        source('prometheus', 'prometheus', {
          state: 'failed',
          answeredAt: ago(95),
          error: { kind: 'unreachable', message: 'connection refused' },
        }),
      ],
    }),
    says: /prometheus does not answer: connection refused; last answer 1m ago/,
  },
  'alerts-unknown': {
    room: found({
      alerts: alertsOf([alert('V2ErrorSpike')], {
        freshness: 'stale',
        members: { is: 'silent', errors: ['no route'] },
      }),
    }),
    says: /Some alerts may be missing: .*no route/,
  },
  'alerts-partial': {
    room: found({
      alerts: alertsOf([], {
        freshness: 'partial',
        members: { is: 'answered', fresh: 1, of: 2, odd: [], errors: ['no route'] },
      }),
    }),
    says: /Some alerts may be missing: 1 of 2/,
  },
  fires: { room: found({ ...spike }), says: /error rate: V2 6\.10 %, 31 times V1’s 0\.20 %/ },
  acknowledged: { room: found({ alerts: alertsOf([acked]) }), says: /ring1 uses 212 MB, 200 MB allowed/ },
  ring: {
    room: found({ rings: spike.rings }),
    says: /memory use is 212 MB, at most 200 MB is allowed/,
  },
  'near-limit': {
    room: found({
      rings: healthy.rings.map((one) => ({
        ...one,
        checks: one.checks.map((check) =>
          check.id === 'memory' && one.id === 'ring1'
            ? {
                ...check,
                state: 'warn' as const,
                limit: { kind: 'at-most', most: 200e6, warn: 120e6 } as const,
              }
            : check,
        ),
      })),
    }),
    says: /ring1 may not be validated yet, for one reason/,
  },
  'ring-store': {
    room: found({ ringStoreError: 'ring-targets.json: permission denied' }),
    says: /Which rings are validated is not known: ring-targets\.json: permission denied/,
  },
  unanswered: {
    room: found({
      unanswered: [{ state: 'unknown', expr: promql('v2:errors'), query: '"v2:errors"', why: 'query timed out' }],
    }),
    says: /No answer to "v2:errors": query timed out .*It is asked for error rate of both versions/,
  },
  'on-call': {
    room: found({
      onCall: {
        primary: 'alice',
        backup: null,
        until: null,
        next: null,
        source: 'calendar',
        readAt: ago(7200),
        stale: true,
        error: 'the calendar is no iCalendar',
      },
    }),
    says: /Who is on call cannot be read: the calendar is no iCalendar/,
  },
  infra: {
    room: found({ infra: [infraItem('host', 'cpu', 'cpu', 'ratio', 'bar', known(0.95), 0.8, 'fail')] }),
    says: /host cpu is 95\.0 %.*over the limit: at most 80\.0 % is allowed/,
  },
  panel: { room: found({ panels: [panel] }), says: /CPU of the API is 95\.0 %, beyond its limit of 80\.0 %/ },
  slo: { room: found({ slos: [slo] }), says: /Availability burns its error budget 20 times too fast/ },
  sla: { room: found({ slas: [sla] }), says: /Response is 120 ms over 30 d, at most 100 ms is promised/ },
  verdict: {
    room: found({ comparison: JUDGED.worse?.comparison ?? null }),
    says: /V2 is worse: errors .* against .* of requests .*V2 is worse than V1\. Do not roll it out further\./,
  },
  limits: {
    room: found({
      comparison: spike.comparison && {
        ...spike.comparison,
        verdict: {
          ...spike.comparison.verdict,
          method: 'e-process',
          state: 'same',
          level: 'ok',
          because: 'not-counted',
        },
      },
    }),
    says: /error rate: V2 6\.10 %, 31 times V1’s 0\.20 %; limit at most \+2\.00 pt against V1/,
  },
  patterns: { room: found({ patterns: differing.patterns }), says: /V2 logs an error/ },
  traffic: {
    room: found({
      traffic: healthy.traffic && { ...healthy.traffic, planned: known(0.05), state: 'warn', because: 'off' },
    }),
    says: /V2 gets 30\.1 % of the traffic; the plan is 5\.00 %/,
  },
  'nothing-watched': {
    room: found({ rings: [], comparison: null, traffic: null, infra: [], sources: [], alerts: alertsOf([]) }),
    says: /nothing is watched/,
  },
} as const satisfies Readonly<Record<Exclude<Finding['kind'], 'well'>, Trouble>>;
