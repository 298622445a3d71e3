import { own } from '../../own.ts';
import type { Labels } from '../../sources/prometheus/types.ts';

const PLACE = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** `{{label}}` of a text, filled from labels; one that is not there is empty, as in Grafana. */
export const fillLegend = (legend: string, labels: Labels): string =>
  legend.replace(PLACE, (_, name: string) => own(labels, name) ?? '');

/** Whether labels have all that a legend asks for. */
export const isFilled = (legend: string, labels: Labels): boolean =>
  [...legend.matchAll(PLACE)].every(([, name = '']) => own(labels, name) !== undefined);

/** The name of a series: its legend, else what tells it apart, else what all series are of. */
export function nameOf(legend: string | null, labels: Labels, otherwise: string): string {
  if (legend !== null) return fillLegend(legend, labels);
  const told = Object.entries(labels).filter(([name]) => name !== '__name__');
  if (told.length === 0) return otherwise;
  const [[, only] = ['', ''], ...others] = told;
  return others.length === 0 ? only : told.map(([name, value]) => `${name}=${value}`).join(' ');
}
