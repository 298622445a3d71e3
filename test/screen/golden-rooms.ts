import {
  ago,
  alert,
  alertsOf,
  checks,
  HOUR,
  healthy,
  known,
  LEVELS,
  LogBuffer,
  type LogLine,
  type LogScene,
  logLine,
  makeSafe,
  millis,
  NOW,
  OPEN_SIEVE,
  type Playback,
  type Room,
  type RoomFinding,
  ratio,
  ring,
  sampleLines,
  seconds,
  spike,
  team,
  watch,
} from './golden-kit.ts';

/*
 * Rooms that the other tests of the screen have no need of, so that every view and dialog has something to be drawn of.
 */

const finding = (kind: RoomFinding['kind'], template: string, more: Partial<RoomFinding> = {}): RoomFinding => ({
  id: template,
  kind,
  template,
  level: 'error',
  lines: { baseline: 3, candidate: 120 },
  rates: { baseline: 0.001, candidate: 0.04 },
  example: `${template} 17`,
  firstSeen: millis(NOW - 3_000_000),
  lastSeen: NOW,
  baselineExpr: `{version="v1"} |= "${template}"`,
  candidateExpr: `{version="v2"} |= "${template}"`,
  state: kind === 'new' ? 'warn' : 'ok',
  over: false,
  foundAt: NOW,
  factor: kind === 'grown' ? 40 : null,
  p: 0.001,
  ...more,
});

/** The versions log differently. */
export const differing: Room = {
  ...spike,
  patterns: {
    state: 'warn',
    because: 'found',
    sides: { kind: 'versions', baselineName: 'V1', candidateName: 'V2' },
    problem: null,
    since: millis(NOW - 7_200_000),
    from: millis(NOW - 300_000),
    until: NOW,
    findings: [
      finding('new', 'model <*> missing'),
      finding('grown', 'upstream <*> slow', { level: 'warn', lastSeen: millis(NOW - 3_600_000) }),
      finding('vanished', 'retry <*> of <*>', { level: 'info', lines: { baseline: 412, candidate: 0 } }),
      ...Array.from({ length: 24 }, (_, i) => finding('grown', `worker ${i} restarted after <*>`, { factor: i + 2 })),
    ],
    suspects: [],
    lines: { baseline: 1000, candidate: 400 },
    per: 'request',
    templates: 12,
    overflow: 17,
    read: ratio(0.6),
  },
};
const withPatterns = (more: Partial<NonNullable<Room['patterns']>>): Room => ({
  ...differing,
  patterns: differing.patterns && { ...differing.patterns, findings: [], ...more },
});
export const alike = withPatterns({ state: 'ok', because: 'alike' });
export const undecided = withPatterns({
  state: 'unknown',
  because: 'not-compared-yet',
  from: null,
  until: null,
});

const ring1 = (more: Parameters<typeof ring>[2]): Room => ({
  ...healthy,
  rings: healthy.rings.map((one) =>
    one.id === 'ring1' ? ring('ring1', 'Pilot customers', { after: ['ring0'], ...more }) : one,
  ),
});
const soaked = { elapsed: seconds(25 * HOUR), required: seconds(24 * HOUR), pausedFor: seconds(0) };
/** ring1 may be validated. */
export const ready = ring1({ state: 'ready', because: { kind: 'soaked', unmet: [] }, soak: soaked });
/** ring1 would be, but for a check that fails. */
export const failing = ring1({
  state: 'failing',
  because: { kind: 'checks' },
  soak: soaked,
  checks: checks(known(212e6)),
});
/** ring1 takes two operators, and nobody has asked yet. */
export const paired: Room = ring1({
  state: 'ready',
  because: { kind: 'soaked', unmet: [] },
  soak: soaked,
  approvals: 2,
});

/** So much fires that lists scroll, and long journals and silences do too. */
export const crowded: Room = {
  ...team,
  alerts: alertsOf(
    Array.from({ length: 40 }, (_, i) =>
      alert(`Alert${i}`, {
        tier: i < 2 ? 'P0' : i < 20 ? 'P1' : 'P2',
        severity: i < 2 ? 'critical' : 'warning',
        startsAt: ago(60 + i * 97),
        summary: `what fires as number ${i}`,
        state: i % 9 === 8 ? 'inhibited' : 'firing',
      }),
    ),
  ),
  silences: Array.from({ length: 30 }, (_, i) => ({
    id: `s${i}`,
    kind: i % 3 === 0 ? ('ack' as const) : ('silence' as const),
    state: i % 5 === 4 ? ('pending' as const) : ('active' as const),
    by: i % 2 === 0 ? 'bob' : 'karma',
    comment: `maintenance window ${i}, OPS-${100 + i}`,
    startsAt: ago(600 + i),
    endsAt: millis(NOW + 3_600_000 + i * 60_000),
    matchers: `alertname="Alert${i}"`,
    covers: i < 20 ? [`fp-Alert${i}`] : [],
    elsewhere: i % 4,
    propagating: i % 7 === 0,
  })),
  journal: Array.from({ length: 60 }, (_, i) => ({
    at: ago((60 - i) * 613),
    by: ['alice', 'bob', 'carol'][i % 3] ?? 'alice',
    act: (['validate', 'acknowledge', 'claim', 'revoke', 'request'] as const)[i % 5] ?? 'validate',
    target: ['ring0', 'Alert1', 'Alert2', 'ring1', 'ga'][i % 5] ?? 'ring0',
    result: (['done', 'refused', 'failed'] as const)[i % 3] ?? 'done',
    detail: `entry ${i}`,
  })),
};

/** Nothing of what a room may have. */
export const bare: Room = makeSafe({
  ...healthy,
  rings: [],
  comparison: null,
  traffic: null,
  infra: [],
  journal: [],
  silences: [],
  pages: healthy.pages.slice(0, 1),
});
/** Nothing rolls out: the machines are what the room is about. */
export const machines: Room = { ...healthy, rings: [], comparison: null, traffic: null };

/** Some Alertmanager is silent, so what fires is not all known. */
export const deaf: Room = {
  ...spike,
  sources: spike.sources.map((source) =>
    source.id === 'am-2'
      ? {
          ...source,
          state: 'failed',
          answeredAt: null,
          latency: null,
          error: { kind: 'timeout', message: 'no answer in 5s' },
        }
      : source,
  ),
  alerts: {
    ...spike.alerts,
    complete: false,
    members: { is: 'answered', fresh: 1, of: 2, odd: [], errors: ['no answer in 5s'] },
    doubt: { unlisted: [], startedOfLate: [], silent: [], members: true },
  },
};
/** Nothing has been asked of any server yet. */
export const waiting: Room = {
  ...bare,
  state: 'unknown',
  sources: healthy.sources.map((source) => ({ ...source, state: 'waiting', answeredAt: null, latency: null })),
  alerts: { ...alertsOf([]), freshness: 'unknown', members: { is: 'silent', errors: [] }, complete: false },
};

/** What counts of requests conclude, by what goes on. */
export const JUDGED: Readonly<Record<string, Room>> = {
  worse: watch({ e2: 0.03, slow2: 0.03 }, 300),
  same: watch({}, 480),
  early: watch({ v2: 0.2 }, 120),
  'no traffic': watch({ fault: { kind: 'no-traffic', from: 100 } }, 480),
  partial: watch({ fault: { kind: 'partial', from: 100 } }, 480),
  stale: watch({ fault: { kind: 'prometheus', from: 100 } }, 480),
  'pods down': watch({ fault: { kind: 'pods-down', from: 100 } }, 480),
  'one pod down': watch({ fault: { kind: 'one-pod-down', from: 100 } }, 480),
  crashing: watch({ fault: { kind: 'crashing', from: 100 } }, 480),
  'no series': watch({ fault: { kind: 'no-series', from: 0 } }, 480),
  'not begun': watch({ begun: false }, 15),
  origins: withOrigins(watch({ e2: 0.03, slow2: 0.03 }, 300)),
};

/** The same verdict, most of which one path and one pod supply. */
function withOrigins(room: Room): Room {
  const pods = [{ pod: 'v2-1', part: 0.9 }];
  const path = { label: 'path', values: [{ value: '/api/match', part: 1 }], others: 0, mix: 0 };
  const origins = { pods, labels: [path, { ...path, label: 'status', values: [{ value: '503', part: 0.75 }] }] };
  const verdict = room.comparison?.verdict.judged?.verdict;
  if (!verdict) throw new Error('nothing is counted');
  const { errors, latency } = verdict;
  for (const of of [errors, latency?.differs, ...(latency?.boundaries ?? [])]) Object.assign(of?.since ?? {}, origins);
  return room;
}

const tape = (more: Partial<Extract<Playback, { kind: 'tape' }>>): Playback => ({
  kind: 'tape',
  label: 'REPLAY',
  paused: false,
  speed: 1,
  position: seconds(754),
  length: seconds(2400),
  ...more,
});
/** That it fires since so many seconds before `NOW`. */
const firesSince = (age: number): Room['finding'] => ({
  kind: 'fires',
  alert: alert('V2ErrorSpike', { startsAt: ago(age) }),
});

/** How time goes. */
export const TIMES: Readonly<Record<string, Playback>> = {
  demo: tape({ label: 'DEMO', speed: 8 }),
  'paused tape': tape({ paused: true }),
  'tape that is over': tape({ paused: true, position: seconds(2400) }),
  'paused room': { kind: 'live', paused: true, newest: makeSafe({ ...healthy, at: millis(NOW + 75_000) }) },
  'paused room that got worse': {
    kind: 'live',
    paused: true,
    newest: makeSafe({ ...team, at: millis(NOW + 75_000), finding: firesSince(252 - 75) }),
  },
  past: { kind: 'past', paused: true },
};

const from = millis(NOW - 3_600_000);

/** Logs of V2 with these lines at hand. */
export function logsOf(lines: readonly LogLine[], more: Partial<LogScene> = {}): LogScene {
  const buffer = new LogBuffer();
  buffer.add(lines);
  const kept = [...buffer];
  const counts = LEVELS.map((level) => [level, kept.filter((line) => line.level === level).length] as const);
  return {
    about: 'V2',
    query: '{version="v2"}',
    from,
    to: null,
    at: null,
    state: { kind: 'live' },
    lines: kept,
    sieve: OPEN_SIEVE,
    counts: Object.fromEntries(counts) as LogScene['counts'],
    held: kept.length,
    hidden: 0,
    older: 0,
    newer: 0,
    moreOlder: true,
    moreNewer: false,
    paused: false,
    waiting: 0,
    rate: null,
    volume: {
      from,
      to: NOW,
      step: seconds(60),
      buckets: Array.from({ length: 60 }, (_, i) => ({ info: 4 + (i % 7), warn: i % 3, error: i > 50 ? i - 50 : 0 })),
      counted: 'by the server',
    },
    remarks: [],
    names: { labels: ['job', 'level', 'version'], values: { job: ['api', 'web', 'worker'] } },
    begun: NOW,
    asked: [],
    ...more,
  };
}

const lines = sampleLines(NOW, 120);
const structured = Array.from({ length: 40 }, (_, i) =>
  logLine(
    millis(NOW - (40 - i) * 20_000),
    JSON.stringify({
      level: i % 8 === 5 ? 'error' : 'info',
      status: i % 8 === 5 ? 500 : 200,
      ms: i,
      msg: `served ${i}`,
    }),
  ),
);
/** Log pages in every state. */
export const LOGS: Readonly<Record<string, LogScene>> = {
  live: logsOf(lines),
  quiet: logsOf(lines, { volume: null }),
  structured: logsOf(structured, { volume: null }),
  filtered: logsOf(lines.slice(0, 60), { sieve: { ...OPEN_SIEVE, text: 'served' }, hidden: 34, older: 1200, newer: 8 }),
  'some levels': logsOf(lines.slice(60), { sieve: { ...OPEN_SIEVE, hidden: ['debug', 'info'] }, hidden: 71 }),
  paused: logsOf(lines, { paused: true, waiting: 312 }),
  still: logsOf(lines, { state: { kind: 'still' }, to: NOW, at: millis(NOW - 1_800_000), moreNewer: true }),
  looking: logsOf([], { state: { kind: 'looking' }, volume: null }),
  loading: logsOf([], { state: { kind: 'loading' }, volume: null, begun: millis(NOW - 20_000) }),
  empty: logsOf([], { volume: null, moreOlder: false }),
  broken: logsOf(lines, { state: { kind: 'broken', error: { kind: 'unreachable', message: 'connection refused' } } }),
  failed: logsOf([], {
    state: { kind: 'failed', error: { kind: 'unreachable', message: 'refused' }, again: millis(NOW + 7000) },
    volume: null,
  }),
  'bad query': logsOf([], {
    query: '{job="a"} x',
    state: {
      kind: 'failed',
      error: { kind: 'bad-query', message: 'No LogQL', fault: { text: 'unexpected "x"', at: { line: 1, column: 11 } } },
    },
    volume: null,
  }),
  remarks: logsOf(lines, { remarks: ['2 of 5 streams were left out', 'the server cut the answer'] }),
};
