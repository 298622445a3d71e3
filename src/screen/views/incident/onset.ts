import { isBeyond, type Limit } from '../../../limits/limit.ts';
import type { Room } from '../../../room/shown.ts';
import { type Millis, millis } from '../../../units.ts';
import { isSample } from '../../canvas/charts/samples.ts';
import type { Past, Range, Source } from '../../canvas/charts/trend.ts';
import { infraKey } from '../../panels/page.ts';
import { panelLines } from '../chart/panel-lines.ts';
import type { Subject } from '../chart/state.ts';

/** When something began to be wrong. */
export interface Onset {
  readonly at: Millis;
  /** It was so as far back as was looked. */
  readonly orEarlier: boolean;
}

/** What tells of a subject at any time whether it was as it should be. */
interface Watched {
  readonly sources: readonly Source[];
  isBad(values: readonly number[]): boolean;
}

/** Means that a range is looked at in: finer than any chart is drawn. */
const COLUMNS = 360;

/** Since when a subject is beyond its limit, as its past tells; null where it is not, or that cannot be told. */
export function onsetOf(subject: Subject, room: Room, past: Past, range: Range): Onset | null {
  const watched = watchedOf(subject, room);
  if (watched === null) return null;
  const all = watched.sources.map((source) => past(source, COLUMNS));
  const bad = Array.from({ length: COLUMNS }, (_, i) => {
    const values = all.map((samples) => samples[i] ?? null);
    return values.every(isSample) ? watched.isBad(values) : null;
  });
  // What was not sampled says nothing, neither good nor bad.
  if (bad.findLast((one) => one !== null) !== true) return null;
  const first = bad.indexOf(true, bad.lastIndexOf(false) + 1);
  const width = (range.to - range.from) / COLUMNS;
  return { at: millis(Math.round(range.from + first * width)), orEarlier: !bad.includes(false) };
}

function watchedOf(subject: Subject, room: Room): Watched | null {
  switch (subject.kind) {
    case 'metric':
      return watchedMetric(subject, room);
    case 'check': {
      const ring = room.rings.find(({ id }) => id === subject.ring);
      const check = ring?.checks.find(({ id }) => id === subject.check);
      return check ? against([{ expr: check.expr }], check.limit) : null;
    }
    case 'infra': {
      const item = room.infra.find((one) => infraKey(one) === subject.row);
      if (item === undefined) return null;
      return against([item], item.limit ?? (item.show === 'up' ? UP : null));
    }
    case 'sla': {
      const sla = room.slas.find(({ id }) => id === subject.sla);
      return sla ? against([{ expr: sla.expr }], sla.limit) : null;
    }
    case 'panel': {
      const panel = room.panels.find(({ key }) => key === subject.panel);
      const lines = panel ? panelLines(panel.content, subject.row) : null;
      const series = lines?.series.find(({ id }) => id === subject.row) ?? lines?.series[0];
      return lines && series ? against([series], lines.measure.limit) : null;
    }
    case 'slo':
    case 'traffic':
      return null;
  }
}

const UP: Limit = { kind: 'at-least', least: 1 };

const against = (sources: readonly Source[], limit: Limit | null): Watched | null =>
  limit && { sources, isBad: ([value = NaN]) => isBeyond(value, limit) };

/** By the limits that it misses now. */
function watchedMetric(subject: Subject<'metric'>, { comparison }: Room): Watched | null {
  const metric = comparison?.metrics.find(({ id }) => id === subject.metric);
  if (metric === undefined) return null;
  const { limits, states, candidateExpr, baselineExpr } = metric;
  const missed = {
    own: states.own === 'fail' ? limits.own : undefined,
    delta: states.delta === 'fail' ? limits.delta : undefined,
    factor: states.factor === 'fail' ? limits.factor : undefined,
  };
  return {
    sources: [{ expr: candidateExpr }, { expr: baselineExpr }],
    isBad([candidate = NaN, baseline = NaN]) {
      const { own, delta, factor } = missed;
      return (
        (own !== undefined && isBeyond(candidate, own)) ||
        (delta !== undefined && isBeyond(candidate - baseline, delta)) ||
        (factor !== undefined && isBeyond(candidate / baseline, factor))
      );
    },
  };
}
