import type { Measure } from '../../profile/schema/boards.ts';
import type { Reading } from '../readings.ts';
import { judgeReading } from '../rings/limits.ts';
import type { State } from '../state.ts';
import type { Read } from './answers.ts';
import { type Built, built } from './built.ts';
import type { PanelWorst, StatusItem } from './panel.ts';
import { beside, type Of, seriesByServer } from './series.ts';
import { shownMeasure } from './tell.ts';

export function buildStatus({ by, expr, response, code, measure }: Of<'status'>, read: Read): Built {
  const { series, unread } = seriesByServer({ expr, legend: `{{${by}}}` }, { ...measure, limit: null }, read, by);
  const responseOf = response && beside(read(response), [by]);
  const codeOf = code && beside(read(code), [by]);
  const items = series.map(({ server, ...one }): StatusItem => {
    const place = { exactLabels: one.exactLabels, server };
    const answered = responseOf?.(place) ?? null;
    const took = answered?.reading ?? null;
    const standing = standingOf(one.reading, took, measure);
    const state = STANDING_STATES[standing];
    const source = response && answered ? { expr: response, exactLabels: answered.labels } : null;
    return { ...one, state, standing, response: took, took: source, code: codeOf?.(place)?.reading ?? null };
  });
  const worstOf = ({ name, reading, response: took, standing }: StatusItem): PanelWorst => {
    const { unit, limit } = measure;
    return { name, reading: standing === 'degraded' && took ? took : reading, unit, limit, standing };
  };
  return built(items, unread, worstOf, (shown) => ({ type: 'status', measure: shownMeasure(measure), items: shown }));
}

const STANDING_STATES: Readonly<Record<StatusItem['standing'], State>> = {
  up: 'ok',
  degraded: 'warn',
  down: 'fail',
  unknown: 'unknown',
};

/** What is up but answers beyond the limit is degraded. */
function standingOf(up: Reading, took: Reading | null, { limit }: Measure): StatusItem['standing'] {
  if (!up.known || !Number.isFinite(up.value)) return 'unknown';
  if (up.value <= 0) return 'down';
  const isSlow = took !== null && judgeReading(took, limit) !== 'ok';
  return up.value < 1 || (isSlow && took.known) ? 'degraded' : 'up';
}
