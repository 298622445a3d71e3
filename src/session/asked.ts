import type { Frame } from '../frames/frame.ts';
import { logqlOf, sourceOf } from '../profile/source-query.ts';
import { literals, safe } from '../text/safe.ts';
import { sanitiseLine } from '../text/sanitise.ts';
import type { Asked } from './session.ts';

/** What a frame asked of the servers and how they answered, for the operator who wants to know. */
export function askedIn(frame: Frame): Asked[] {
  const latencyOf = (id: string) => {
    const outcome = frame.sources.find((source) => source.id === id)?.outcome;
    return outcome?.ok ? outcome.value.latency : null;
  };
  const count = (n: number, noun: 'alert' | 'silence' | 'event') => safe(`${n} ${noun}${n === 1 ? '' : 's'}`);
  return [
    ...Object.entries(frame.queries).map(([expr, outcome]): Asked => {
      const answer = outcome.ok
        ? [`${outcome.value.samples.length} series`, ...outcome.value.warnings].join('; ')
        : outcome.error.message;
      return {
        source: safe(sourceOf(expr)),
        what: sanitiseLine(logqlOf(expr) ?? expr),
        latency: latencyOf(sourceOf(expr)),
        answer: sanitiseLine(answer),
        ok: outcome.ok,
      };
    }),
    ...frame.backfills.map(({ expr, window, outcome }): Asked => {
      const minutes = Math.round((window.to - window.from) / 60_000);
      const answer = outcome.ok ? 'filled' : outcome.error.message;
      return {
        source: safe(sourceOf(expr)),
        what: sanitiseLine(`${logqlOf(expr) ?? expr} over ${minutes} min`),
        latency: null,
        answer: sanitiseLine(answer),
        ok: outcome.ok,
      };
    }),
    ...Object.entries(frame.alertmanagers).map(([id, outcome]): Asked => {
      const answer = outcome.ok
        ? `${count(outcome.value.alerts.length, 'alert')}, ${count(outcome.value.silences.length, 'silence')}`
        : outcome.error.message;
      return {
        source: sanitiseLine(id),
        what: safe('alerts and silences'),
        latency: latencyOf(id),
        answer: sanitiseLine(answer),
        ok: outcome.ok,
      };
    }),
    ...(frame.patterns ? [askedOfLogs(frame.patterns)] : []),
    ...Object.entries(frame.calendars ?? {}).map(([id, outcome]): Asked => {
      const answer = outcome.ok ? count(outcome.value.events.length, 'event') : outcome.error.message;
      return {
        source: safe('on call'),
        what: sanitiseLine(id),
        latency: null,
        answer: sanitiseLine(answer),
        ok: outcome.ok,
      };
    }),
  ];
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
