import { costOf } from '../frames/cost.ts';
import { askedServer, type Backfill, type Frame, type LineAnswer, type QueryAnswer } from '../frames/frame.ts';
import type { FramePart } from '../frames/servers/server-post.ts';
import type { Spent } from '../sources/http/spent.ts';
import { literals, type Safe, safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Seconds } from '../units.ts';

/** What was asked of a server and how it answered: the `@` view. */
export interface Asked {
  readonly source: Safe;
  readonly what: Safe;
  readonly latency: Seconds | null;
  /** "3 series", or the error. */
  readonly answer: Safe;
  readonly ok: boolean;
}

/** What the newest refresh cost one server. */
export interface Cost extends Spent {
  readonly source: Safe;
  /** Values that came; null where it is not asked for numbers. */
  readonly samples: number | null;
}

export const costsIn = (frame: Frame): readonly Cost[] =>
  costOf(frame).map(({ id, samples, requests, received, unpacked }) => ({
    source: sanitiseLine(id),
    samples,
    requests,
    received,
    unpacked,
  }));

/** What of each part of a frame is told, in this order; null: nothing. */
const TOLD: { readonly [Part in keyof Required<FramePart>]: ((frame: Frame) => readonly Asked[]) | null } = {
  queries: (frame) => frame.queries.map((answer) => askedNow(answer, frame)),
  backfills: (frame) => frame.backfills.map((answer) => askedOfPast(answer, frame)),
  alertmanagers: askedOfMembers,
  lines: (frame) => (frame.lines ?? []).map((answer) => askedOfLines(answer, frame)),
  patterns: ({ patterns }) => (patterns ? [askedOfLogs(patterns)] : []),
  calendars: askedOfCalendars,
  raw: null,
  sources: null,
  sender: null,
};

/** What a frame asked of the servers and how they answered, for the operator who wants to know. */
export const askedIn = (frame: Frame): Asked[] => Object.values(TOLD).flatMap((tell) => tell?.(frame) ?? []);

function latencyOf({ sources }: Frame, id: string): Asked['latency'] {
  const outcome = sources.find((source) => source.id === id)?.outcome;
  return outcome?.ok ? outcome.value.latency : null;
}

const count = (n: number, noun: 'alert' | 'silence' | 'event') => safe(`${n} ${noun}${n === 1 ? '' : 's'}`);

function askedOfLines({ expr, outcome }: LineAnswer, frame: Frame): Asked {
  const answer = outcome.ok ? `${outcome.value.length} lines` : outcome.error.message;
  return {
    source: safe('loki'),
    what: sanitiseLine(`${expr.text}, newest lines`),
    latency: latencyOf(frame, 'loki'),
    answer: sanitiseLine(answer),
    ok: outcome.ok,
  };
}

function askedNow({ expr, outcome }: QueryAnswer, frame: Frame): Asked {
  const answer = outcome.ok
    ? [`${outcome.value.samples.length} series`, ...outcome.value.warnings].join('; ')
    : outcome.error.message;
  return {
    source: sanitiseLine(askedServer(frame, expr)),
    what: sanitiseLine(expr.text),
    latency: latencyOf(frame, askedServer(frame, expr)),
    answer: sanitiseLine(answer),
    ok: outcome.ok,
  };
}

function askedOfPast({ expr, window, outcome }: Backfill, frame: Frame): Asked {
  const minutes = Math.round((window.to - window.from) / 60_000);
  return {
    source: sanitiseLine(askedServer(frame, expr)),
    what: sanitiseLine(`${expr.text} over ${minutes} min`),
    latency: null,
    answer: sanitiseLine(outcome.ok ? 'filled' : outcome.error.message),
    ok: outcome.ok,
  };
}

function askedOfMembers(frame: Frame): Asked[] {
  return Object.entries(frame.alertmanagers).map(([id, outcome]): Asked => {
    const answer = outcome.ok
      ? `${count(outcome.value.alerts.length, 'alert')}, ${count(outcome.value.silences.length, 'silence')}`
      : outcome.error.message;
    return {
      source: sanitiseLine(id),
      what: safe('alerts and silences'),
      latency: latencyOf(frame, id),
      answer: sanitiseLine(answer),
      ok: outcome.ok,
    };
  });
}

function askedOfCalendars({ calendars = {} }: Frame): Asked[] {
  return Object.entries(calendars).map(([id, outcome]): Asked => {
    const answer = outcome.ok ? count(outcome.value.events.length, 'event') : outcome.error.message;
    return {
      source: safe('on call'),
      what: sanitiseLine(id),
      latency: null,
      answer: sanitiseLine(answer),
      ok: outcome.ok,
    };
  });
}

function askedOfLogs(outcome: NonNullable<Frame['patterns']>): Asked {
  const about = { ...literals({ source: 'loki', what: 'lines of both versions' }), latency: null, ok: outcome.ok };
  if (!outcome.ok) return { ...about, answer: sanitiseLine(outcome.error.message) };
  const reports = outcome.value;
  const sum = (of: (report: (typeof reports)[number]) => number) => reports.reduce((all, one) => all + of(one), 0);
  const [baseline, candidate] = [sum(({ batch }) => batch.lines[0]), sum(({ batch }) => batch.lines[1])];
  const [read, all] = [sum(({ from, until }) => until - from), sum(({ from, to }) => to - from)];
  const rest = safe(read < all ? ` of ${Math.round((100 * read) / all)} % of the time` : '');
  return { ...about, answer: safe(`${baseline} and ${candidate} lines${rest}`) };
}
