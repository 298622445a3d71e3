import { expect, test } from 'vitest';
import { promql } from '../../../src/profile/query.ts';
import type { Curve } from '../../../src/screen/canvas/charts/trend.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import type { Line } from '../../../src/screen/canvas/runs.ts';
import type { PanelInput } from '../../../src/screen/panels/panel.ts';
import { namedPanel } from '../../../src/screen/panels/registry.ts';
import { drawChart } from '../../../src/screen/views/chart/draw.ts';
import { chartView } from '../../../src/screen/views/chart/state.ts';
import type { DetailInput } from '../../../src/screen/views/shared/detail.ts';
import { healthy, NOW } from '../rooms.ts';

let drawn: readonly Curve[] = [];
const common = {
  room: healthy,
  width: 80,
  height: 20,
  glyphs: glyphsFor(true),
  unicode: true,
  past: () => [],
  chart: (curves: readonly Curve[]) => {
    drawn = curves;
    return [];
  },
};
/** Tones of the rows that begin with this label. */
const tonesOf = (lines: readonly Line[], text: string) =>
  lines.flatMap(([label]) => (label?.text.trim() === text ? [label.tone] : []));
const CURVES = [
  { expr: promql('traffic:v1'), line: 'baseline', name: 'V1' },
  { expr: promql('traffic:v2'), line: 'candidate', name: 'V2' },
];

test('the panel draws the candidate as the candidate, wherever it stands', () => {
  const input = { ...common, detail: 'full', ids: ['v1', 'v2'], cursor: undefined, marks: [] };
  const { lines } = namedPanel('traffic').draw(input as Partial<PanelInput> as PanelInput);
  expect([tonesOf(lines, 'V1'), tonesOf(lines, 'V2')]).toEqual([['baseline'], ['candidate']]);
  expect(drawn).toEqual(CURVES);
});

test('so does the chart', () => {
  const range = { from: NOW, to: NOW };
  const input: DetailInput = {
    ...common,
    range,
    timeZone: 'UTC',
    locked: null,
    keymap: [],
    operator: 'alice',
    evidenceOf: () => null,
  };
  const { lines = [] } = drawChart(chartView({ kind: 'traffic' }), input) ?? {};
  expect([tonesOf(lines, 'V1'), tonesOf(lines, 'V2')]).toEqual([['baseline'], ['candidate']]);
  expect(drawn).toEqual(CURVES);
});
