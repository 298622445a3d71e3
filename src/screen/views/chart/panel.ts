import { labelsAsked } from '../../../logs/jump.ts';
import type { Room, RoomPanel } from '../../../room/shown.ts';
import { formatValue } from '../../../text/format.ts';
import { type Safe, safe } from '../../../text/safe.ts';
import { valueSentence } from '../../../wording/incident.ts';
import { panelText } from '../../../wording/panels.ts';
import { plotSamples } from '../../canvas/charts/canvas.ts';
import { heat } from '../../canvas/charts/heat.ts';
import { curveSample } from '../../canvas/charts/ink.ts';
import { chartLines } from '../../canvas/charts/plot.ts';
import { strokeOf } from '../../canvas/charts/strokes.ts';
import { columns, widest } from '../../canvas/columns.ts';
import { type Line, run, selected, toWidth } from '../../canvas/runs.ts';
import { marksOf } from '../../core/marks.ts';
import { isOfBoard } from '../../core/panel-key.ts';
import { rowAfter, windowOf } from '../../core/rows.ts';
import { urgency } from '../../core/worst.ts';
import { type Drawn, drawnSeries, stepLevels } from '../../panels/board/curves.ts';
import { boundsText, heatBands, shadesLine } from '../../panels/board/heat-bands.ts';
import { extremesOf, toldLine, toldText, valueWidth, whyUnknown } from '../../panels/board/told.ts';
import { limitText } from '../../panels/parts.ts';
import { gaugeOf } from '../incident/gauge.ts';
import { placesOf } from '../incident/places.ts';
import { alertLike } from '../incident/stage.ts';
import type { DetailInput } from '../shared/detail.ts';
import { type LineSeries, type PanelLines, panelLines } from './panel-lines.ts';
import { rowsOf, worstRow } from './panel-rows.ts';
import type { Subject } from './state.ts';
import { type Charted, type SubjectKind, watchedBy } from './subject.ts';

const panelOf = ({ panel }: Subject<'panel'>, { panels }: Room): RoomPanel | undefined =>
  panels.find(({ key }) => key === panel);

const linesOf = (subject: Subject<'panel'>, room: Room): PanelLines | null => {
  const panel = panelOf(subject, room);
  return panel === undefined ? null : panelLines(panel.content, subject.row);
};

/** The series that is meant: the chosen one, else the first. */
const chosenOf = ({ row }: Subject<'panel'>, { series }: PanelLines): LineSeries | undefined =>
  series.find(({ id }) => id === row) ?? series[0];

/** A panel of a board: the lines of one of its rows, or all of them. */
export const panel: SubjectKind<Subject<'panel'>> = {
  all: ({ panels }) =>
    panels.flatMap((one) =>
      isOfBoard(one.key) ? [{ kind: 'panel', panel: one.key, row: worstRow(one) } as const] : [],
    ),
  standing(subject, room) {
    const found = panelOf(subject, room);
    if (found === undefined) return null;
    const rows = rowsOf(found.content);
    // What draws its rows together is entered as a whole.
    const own = found.content.type === 'timeseries' ? rows.toSorted((a, b) => urgency(a) - urgency(b))[0] : undefined;
    return (own ?? rows.find(({ id }) => id === subject.row))?.state ?? found.state;
  },
  told(subject, room) {
    const found = panelOf(subject, room);
    if (found === undefined) return null;
    const lines = panelLines(found.content, subject.row);
    const series = lines && chosenOf(subject, lines);
    const labels = series ? { ...labelsAsked(series.expr.text), ...series.exactLabels } : {};
    return {
      title: found.title,
      sentence: panelSentence(found, subject.row, room),
      gauge:
        lines && series && found.content.type !== 'status'
          ? gaugeOf({ ...lines.measure, reading: series.reading })
          : null,
      places: placesOf(labels),
      alert: alertLike(room, labels),
    };
  },
  watched(subject, room) {
    const lines = linesOf(subject, room);
    const series = lines && chosenOf(subject, lines);
    return lines && series ? watchedBy(series, lines.measure.limit) : null;
  },
  chart(subject, input) {
    const found = panelOf(subject, input.room);
    if (found === undefined) return null;
    if (found.content.type === 'histogram') return mapOf(found, found.content, input);
    const lines = panelLines(found.content, subject.row);
    return lines && charted(found, lines, subject, input);
  },
  expr(subject, room) {
    const found = panelOf(subject, room);
    if (found?.content.type === 'histogram') return found.content.buckets[0]?.expr.text ?? null;
    const lines = linesOf(subject, room);
    const series = lines && chosenOf(subject, lines);
    if (!found || !lines || !series) return null;
    return `${found.title}, ${series.name}: ${toldText(series, lines.measure.unit)}\n${series.expr.text}`;
  },
  logs(subject, room) {
    const found = panelOf(subject, room);
    if (found === undefined) return null;
    const { title, content } = found;
    const lines = panelLines(content, subject.row);
    const series = lines ? chosenOf(subject, lines) : content.type === 'histogram' ? content.buckets[0] : undefined;
    if (series === undefined) return null;
    return {
      about: lines?.about ? `${title}, ${lines.about}` : title,
      labels: { ...labelsAsked(series.expr.text), ...series.exactLabels },
    };
  },
  move(subject, by, room) {
    const ids: readonly string[] = linesOf(subject, room)?.series.map(({ id }) => id) ?? [];
    const row = ids.length < 2 || !ids.includes(subject.row) ? undefined : rowAfter(ids, subject.row, by);
    return row === undefined || row === subject.row ? subject : { ...subject, row };
  },
};

/** Of its worst row what the room says, of another one its value. */
function panelSentence(panel: RoomPanel, row: string, room: Room): Safe {
  const lines = panelLines(panel.content, row);
  const series = lines?.series.find(({ id }) => id === row);
  const { worst, content } = panel;
  const isWorst = series === undefined || worst === null || worst.name === null || worst.name === series.name;
  if (isWorst || lines === null || content.type === 'status') return panelText(panel, room.at);
  const { unit, limit } = lines.measure;
  const what = safe(`${panel.title}: ${lines.about ?? series.name}`);
  return valueSentence({ what, reading: series.reading, unit, limit, exprs: [series.expr] }, room.at);
}

function charted(found: RoomPanel, lines: PanelLines, subject: Subject<'panel'>, input: DetailInput): Charted {
  const { about, measure, stacked, min, max } = lines;
  const drawn = drawnSeries(lines.series, subject.row, stacked);
  return {
    title: about === null ? found.title : safe(`${found.title} ${input.glyphs.becomes} ${about}`),
    unit: measure.unit,
    limit: measure.limit,
    curves: drawn
      .toReversed()
      .map(({ series: { expr, exactLabels, name }, line }) => ({ expr, exactLabels, line, name })),
    more: { levels: stepLevels(measure), stacked, min, max, isNamed: true },
    facts: legend(drawn, lines, subject, input),
  };
}

/** What each line is, how it stands and what it was; a quarter of the height at most, around the chosen one. */
function legend(
  drawn: readonly Drawn[],
  { measure, stacked }: PanelLines,
  { row }: Subject<'panel'>,
  input: DetailInput,
): readonly Line[] {
  const { width, height, glyphs } = input;
  const { unit, limit } = measure;
  const inOrder = drawn.toSorted((a, b) => a.place - b.place);
  const at = Math.max(
    0,
    inOrder.findIndex(({ series }) => series.id === row),
  );
  const { shown } = windowOf(inOrder, at, Math.max(1, Math.floor(height / 4)));
  const hidden = inOrder.length - shown.length;
  const table = columns(
    [
      { name: 'line', width: 2, after: 1 },
      {
        name: 'name',
        width: widest(
          shown.map(({ series }) => series.name),
          { most: 60 },
        ),
        least: 8,
        gives: 1,
      },
      {
        name: 'now',
        width: valueWidth(
          shown.map(({ series }) => series),
          unit,
          glyphs,
        ),
        align: 'right',
        gap: 1,
      },
      { name: 'min', width: 14, gap: 2, vanishes: true },
      { name: 'max', width: 14, gap: 1, vanishes: true },
      { name: 'why', width: 'flows', gap: 1, vanishes: true },
    ],
    width,
  );
  const limited: Line = [
    run(limit === null ? '' : `limit ${limitText({ limit, unit }, glyphs)}`, 'dim'),
    run(hidden > 0 ? `  ${glyphs.down} ${hidden} more series: ${glyphs.up} ${glyphs.down}` : '', 'accent'),
  ];
  const rows = shown.map(({ series, line }) => {
    const extremes = extremesOf(series, input.past(series, plotSamples(width)), input.range);
    const extreme = (name: 'min' | 'max') =>
      run(extremes === null ? '' : `${name} ${formatValue(extremes[name], unit)}`, 'dim');
    const told = table.row({
      line: run(curveSample(line, stacked, glyphs.ink), strokeOf(line).tone),
      name: run(series.name),
      now: toldLine(series, unit, glyphs),
      min: extreme('min'),
      max: extreme('max'),
      why: whyUnknown(series, unit, input.room),
    });
    return inOrder.length > 1 && series.id === row ? selected(toWidth(told, width)) : told;
  });
  return limited.every(({ text }) => text === '') ? rows : [...rows, limited];
}

type Histogram = Extract<RoomPanel['content'], { readonly type: 'histogram' }>;

/** How many took how long, over time. */
function mapOf(found: RoomPanel, { buckets, unit }: Histogram, input: DetailInput): Charted {
  const { width, unicode, range, timeZone, glyphs } = input;
  const bands = heatBands(buckets, unit, input.past, plotSamples(width));
  return {
    title: found.title,
    unit,
    limit: null,
    curves: buckets.slice(-1).map(({ expr, exactLabels }) => ({ expr, exactLabels, line: 'candidate' })),
    facts: [[run(boundsText(buckets, unit, glyphs.atMost, width))], shadesLine(bands, unicode)],
    map: (height) =>
      chartLines(
        heat(bands, {
          width,
          height,
          ink: glyphs.ink,
          cursor: range.cursor ?? null,
          marks: marksOf(input.room),
          time: { from: range.from, to: range.to, timeZone },
        }),
      ),
  };
}
