import type { Clock } from '../../clock.ts';
import { MOST_KNOWN } from '../../logs/complete.ts';
import type { LogAnswers } from '../../logs/recorded-loki.ts';
import type { Outcome } from '../../sources/error.ts';
import type { TailEvent } from '../../sources/loki/types.ts';
import { safe } from '../../text/safe.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import { secondsBetween } from '../../units.ts';
import type { Asked } from '../asked.ts';

/** Questions remembered, at most. */
const KEPT = 20;

const known = (n: number, noun: string) =>
  plural(n, noun) + (n > MOST_KNOWN ? `, of which ${MOST_KNOWN.toLocaleString('en-US')} are offered` : '');
const plural = (n: number, noun: string) => `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;

/** What the log page asked of Loki and how it answered, newest first. A question that is put again takes the place of the last time. */
export class LogQuestions {
  #list: readonly Asked[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get list(): readonly Asked[] {
    return this.#list;
  }

  clear(): void {
    this.#list = [];
  }

  #note(about: string, latency: Asked['latency'], answer: string, ok = true): Asked {
    return this.#keep({ source: safe('loki'), what: sanitiseLine(about), latency, answer: sanitiseLine(answer), ok });
  }

  #keep(asked: Asked): Asked {
    this.#list = [asked, ...this.#list.filter(({ what }) => what !== asked.what)].slice(0, KEPT);
    return asked;
  }

  /** Writes a question down, and what the function it gives is told of its outcome; the entry that stands then. */
  #put<T>(about: string, tell: (value: T) => string): (outcome: Outcome<T>) => Asked {
    const began = this.#clock.now();
    const open = this.#note(about, null, 'not answered yet');
    return (outcome) => {
      const latency = secondsBetween(began, this.#clock.now());
      if (outcome.ok || outcome.error.kind !== 'aborted')
        return this.#note(about, latency, outcome.ok ? tell(outcome.value) : outcome.error.message, outcome.ok);
      // It may have been put again meanwhile, and then waits for its answer.
      return this.#list.includes(open) ? this.#note(about, latency, 'given up') : open;
    };
  }

  /** The same answers, with every question written down. */
  over(loki: LogAnswers): LogAnswers {
    const watch = async <T>(about: string, answer: Promise<Outcome<T>>, tell: (value: T) => string) => {
      const answered = this.#put(about, tell);
      const outcome = await answer;
      answered(outcome);
      return outcome;
    };
    const [put, keep, heard] = [this.#put.bind(this), this.#keep.bind(this), this.#heard.bind(this)];
    return {
      async *pages(request, signal) {
        const about = `${request.query}, ${request.direction === 'backward' ? 'newest' : 'oldest'} first`;
        const pages = loki.pages(request, signal);
        let last: Asked | null = null;
        try {
          for (;;) {
            const answered = put<{ readonly lines: readonly unknown[] }>(about, ({ lines }) =>
              plural(lines.length, 'line'),
            );
            const next = await pages.next();
            if (next.done) {
              // Behind the last page nothing was asked for: its answer stands.
              if (last === null) answered({ ok: true, value: { lines: [] } });
              else keep(last);
              return;
            }
            last = answered(next.value);
            yield next.value;
          }
        } finally {
          await pages.return();
        }
      },
      async *tail(request, signal) {
        const about = `${request.query}, live`;
        for await (const event of loki.tail(request, signal)) {
          heard(about, event);
          yield event;
        }
      },
      range: (query, window, signal) =>
        watch(query, loki.range(query, window, signal), ({ series }) => `${series.length} series`),
      labelNames: (window, signal) =>
        watch('names of labels', loki.labelNames(window, signal), (names) => known(names.length, 'name')),
      labelValues: (name, window, signal) =>
        watch(`values of ${name}`, loki.labelValues(name, window, signal), (values) => known(values.length, 'value')),
      series: (selectors, window, signal) =>
        watch(`streams of ${selectors.join(', ')}`, loki.series(selectors, window, signal), (streams) =>
          plural(streams.length, 'stream'),
        ),
    };
  }

  #heard(about: string, event: TailEvent): void {
    if (event.kind === 'live') this.#note(about, null, 'follows');
    else if (event.kind === 'dropped') this.#note(about, null, `left out ${plural(event.count, 'line')}`, false);
    else if (event.kind === 'refused') this.#note(about, null, event.error.message, false);
    else if (event.kind === 'broken')
      this.#note(about, null, event.error?.message ?? 'ended as usual, opened again', event.error === null);
  }
}
