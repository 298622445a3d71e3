import { distance } from '../../../limits/distance.ts';
import { formatAge, formatClock, formatDuration } from '../../../text/format.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { secondsBetween } from '../../../units.ts';
import { type Line, run, wrap, wrapTo } from '../../canvas/runs.ts';
import { alertLook } from '../../panels/alert-row.ts';
import { distanceRuns, distanceTone } from '../../panels/distance.ts';
import { hiddenRun } from '../../panels/panel.ts';
import { stateMark } from '../../panels/parts.ts';
import { chartOf } from '../chart/subjects.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';
import { actLines, actsFor } from './acts.ts';
import { aroundLines } from './around.ts';
import { detailLines } from './details.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import { onsetOf } from './onset.ts';
import type { Incident, IncidentView } from './state.ts';

/** Rows of a chart that tells anything, of one that the page grows for, of one that tells enough, and of what stands above it. */
const LEAST_CHART = 5;
const SMALL_CHART = 4;
const MOST_CHART = 16;
const HIGHEST_CHART = 28;
const CHART_HEAD = 1;
/** Narrower than this, what is hidden is told in few cells. */
const NARROW = 30;
/** Rows from which there is room for more than what is asked first, and for everything. */
const SOME = 16;
const ROOMY = 30;

/** The whole answer on one page: what, since when, where, how it came, what is new, who is on it, and what helps now. */
export function drawIncident({ about, scroll }: IncidentView, input: DetailInput): DetailDrawing | null {
  const facts = factsOf(about, input.room);
  if (facts === null) return null;
  const { height, glyphs } = input;
  const details = detailLines(about, facts, input);
  const lines = [...pageLines(about, facts, input, details.length), ...details];
  const end = Math.max(0, lines.length - height);
  const from = Math.min(scroll, end);
  return {
    title: facts.title,
    badge: [...badgeOf(facts, input), hiddenRun(lines.length - from - height, glyphs, input.width < NARROW)],
    lines: lines.slice(from, from + height),
    end,
  };
}

const WORDS = { ok: 'WELL AGAIN', warn: 'WARNS', fail: 'FAILS', unknown: 'NOT KNOWN' } as const;

function badgeOf(facts: Facts, { room, glyphs }: DetailInput): Line {
  const { alert, state, since } = facts;
  if (alert === null || since !== alert.startsAt)
    return [{ ...stateMark(state, glyphs), kept: true }, run(` ${WORDS[state]}`, state, { bold: true })];
  const look = alertLook(alert, glyphs);
  const age = formatAge(secondsBetween(alert.startsAt, room.at));
  const words = run(` ${safe(alert.state).toUpperCase()} ${age}`, look.tone, { bold: true });
  return [run(look.glyph, look.tone, { bold: true, kept: true }), words];
}

/** What is read at once; the chart takes the rows that are left. @param below rows of what is known besides */
function pageLines(about: Incident, facts: Facts, input: DetailInput, below: number): Line[] {
  const { height } = input;
  const head = headLines(facts, input);
  const around = aroundLines(about, facts, input, height < SOME);
  const acts = actLines(actsFor(facts, input), input, height >= SOME ? 6 : 1);
  const fixed = head.length + around.length + acts.length + CHART_HEAD;
  const gaps = [head, around, acts].filter(({ length }) => length > 0).length;
  const gap: Line[] = height - fixed - gaps >= LEAST_CHART + 1 ? [[]] : [];
  const rows = height - fixed - gaps * gap.length;
  const most = Math.min(HIGHEST_CHART, Math.max(MOST_CHART, rows - below));
  // On a small terminal keys stand in the footer, too: the page scrolls rather than that it has no chart.
  const chart = chartLines(facts, input, rows < LEAST_CHART ? SMALL_CHART : Math.min(most, rows));
  const inOrder = height < SOME ? [head, around, acts, chart] : [head, chart, around, acts];
  const parts = inOrder.filter(({ length }) => length > 0);
  return parts.flatMap((part, i) => (i === 0 ? part : [...gap, ...part]));
}

/** The sentence, how far beyond the limit, what else there is to say, and since when and where it is. */
function headLines(facts: Facts, input: DetailInput): Line[] {
  const { width, height } = input;
  const { sentence, more, state } = facts;
  // Where nothing is charted all the rows are for words.
  const rows = facts.subject === null ? height : height >= ROOMY ? 8 : height >= SOME ? 3 : 2;
  const told = fitted(more, width, rows);
  const where = whereWords(facts, input);
  return [
    ...wrap(sentence, width).map((text): Line => [run(text, state, { bold: true })]),
    ...(height >= SOME ? gaugeLine(facts, input) : []),
    ...told.map((text): Line => [run(text)]),
    ...(where === '' ? [] : wrapTo(where, width, 2).map((text): Line => [run(text, 'dim')])),
  ];
}

/** Texts in so many rows: whole ones, and of the last as much as there is room for. */
function fitted(texts: readonly Safe[], width: number, rows: number): readonly Safe[] {
  const lines: Safe[] = [];
  for (const text of texts) lines.push(...wrapTo(text, width, rows - lines.length));
  return lines;
}

/** Cells of the bar. */
const BAR = 34;

function gaugeLine({ gauge }: Facts, { unicode, width }: DetailInput): Line[] {
  if (gauge === null || width < BAR + 30) return [];
  const far = distance(gauge.value, gauge.limit, gauge.unit);
  const drawn = distanceRuns(far, BAR, unicode).map((part) => ({ ...part, charted: true }));
  return [[...drawn, run(` ${gauge.told}`, distanceTone(far))]];
}

/** "since 21:10:51 (4m) · ring half · instance db-3" */
function whereWords(facts: Facts, input: DetailInput): Safe {
  const words = [sinceWords(facts, input), ...facts.places].filter((text) => text !== '');
  return joined(words, safe(` ${input.glyphs.separator} `));
}

function sinceWords({ since, subject }: Facts, { room, past, range, timeZone }: DetailInput): Safe {
  const age = (at: NonNullable<Facts['since']>) => formatAge(secondsBetween(at, room.at));
  if (since !== null) return safe(`since ${formatClock(since, timeZone)} (${age(since)})`);
  const onset = subject && onsetOf(subject, room, past, range);
  if (!onset) return safe('');
  return onset.orEarlier
    ? safe(`for at least ${age(onset.at)}`)
    : safe(`since ${formatClock(onset.at, timeZone)} (${age(onset.at)})`);
}

function chartLines({ subject }: Facts, input: DetailInput, height: number): Line[] {
  const charted = subject && chartOf(subject, input);
  if (!charted || charted.map || charted.isNow) return [];
  const { width, range } = input;
  const span = formatDuration(secondsBetween(range.from, range.to));
  return [
    [run(charted.title, 'title'), run(`  last ${span}`, 'dim')],
    ...input.chart(charted.curves, charted.unit, width, height, {
      ...charted.more,
      limit: charted.limit,
    }),
  ];
}
