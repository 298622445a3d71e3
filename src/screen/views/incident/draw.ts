import type { Room } from '../../../room/shown.ts';
import { formatAge, formatClock, formatDuration, formatValue } from '../../../text/format.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { secondsBetween } from '../../../units.ts';
import { trafficSentence } from '../../../wording/incident.ts';
import { findingText, suspectText } from '../../../wording/patterns.ts';
import { trafficReason } from '../../../wording/traffic.ts';
import { type Line, run, type Tone, wrap, wrapTo } from '../../canvas/runs.ts';
import { alertLook, alertStanding } from '../../panels/alert-row.ts';
import { hiddenRun } from '../../panels/panel.ts';
import { stateMark } from '../../panels/parts.ts';
import { chartOf } from '../chart/subjects.ts';
import type { DetailDrawing, DetailInput } from '../shared/detail.ts';
import { actLines, actsFor, rollBackWords } from './acts.ts';
import { alertLines } from './alert-lines.ts';
import type { Facts } from './facts.ts';
import { factsOf } from './facts-of.ts';
import type { IncidentView } from './state.ts';

/** Rows of a chart that tells anything, of one that tells enough, and of what stands above it. */
const LEAST_CHART = 5;
const MOST_CHART = 16;
const CHART_HEAD = 1;

/** The whole answer on one page: what, since when, where, how it came, what is new, who is on it, and what helps now. */
export function drawIncident({ about, scroll }: IncidentView, input: DetailInput): DetailDrawing | null {
  const facts = factsOf(about, input.room);
  if (facts === null) return null;
  const { height, glyphs } = input;
  const lines = pageLines(facts, input);
  const end = Math.max(0, lines.length - height);
  const from = Math.min(scroll, end);
  return {
    title: facts.title,
    badge: [...badgeOf(facts, input), hiddenRun(lines.length - from - height, glyphs)],
    lines: lines.slice(from, from + height),
    end,
  };
}

const toneOf = ({ state }: Facts): Tone => (state === 'ok' ? 'ok' : state);

function badgeOf(facts: Facts, { room, glyphs }: DetailInput): Line {
  const { alert, state, since } = facts;
  if (alert !== null && since === alert.startsAt) {
    const look = alertLook(alert, glyphs);
    return [
      run(
        `${look.glyph} ${safe(alert.state).toUpperCase()} ${formatAge(secondsBetween(alert.startsAt, room.at))}`,
        look.tone,
        { bold: true },
      ),
    ];
  }
  const words = { ok: 'WELL AGAIN', warn: 'WARNS', fail: 'FAILS', unknown: 'NOT KNOWN' } as const;
  return [stateMark(state, glyphs), run(` ${words[state]}`, state, { bold: true })];
}

function pageLines(facts: Facts, input: DetailInput): Line[] {
  const { height } = input;
  const head = headLines(facts, input);
  const foot = [...logLines(input.room, facts, input), ...trafficLines(facts, input), ...peopleLines(facts, input)];
  const acts = actLines(actsFor(facts, input), input, height >= 16 ? 6 : 1);
  const rollBack = rollBackWords(input.room);
  const hint =
    rollBack === '' || facts.ring === null
      ? []
      : wrap(rollBack, input.width).map((text): Line => [run(text, 'warn', { bold: true })]);
  const fixed = head.length + foot.length + acts.length + hint.length;
  const isRoomy = height - fixed >= LEAST_CHART + CHART_HEAD + 4;
  const gap: Line[] = isRoomy ? [[]] : [];
  const room = height - fixed - 3 * gap.length - CHART_HEAD;
  const chart = room < LEAST_CHART ? [] : chartLines(facts, input, Math.min(MOST_CHART, room));
  return [
    ...head,
    ...(chart.length > 0 ? gap : []),
    ...chart,
    ...(foot.length > 0 ? gap : []),
    ...foot,
    ...gap,
    ...acts,
    ...hint,
    ...detailLines(facts, input),
  ];
}

/** The sentence, what else there is to say, and since when and where it is. */
function headLines(facts: Facts, input: DetailInput): Line[] {
  const { width, height, room, timeZone } = input;
  const { sentence, more, since, places } = facts;
  const rows = height >= 30 ? 8 : height >= 16 ? 3 : 1;
  const told = more.flatMap((text) => wrap(text, width)).slice(0, rows);
  const when =
    since === null
      ? []
      : [safe(`since ${formatClock(since, timeZone)} (${formatAge(secondsBetween(since, room.at))})`)];
  const where = joined([...when, ...places], safe(` ${input.glyphs.separator} `));
  return [
    ...wrap(sentence, width).map((text): Line => [run(text, toneOf(facts), { bold: true })]),
    ...told.map((text): Line => [run(text)]),
    ...(where === '' ? [] : wrapTo(where, width, 2).map((text): Line => [run(text, 'dim')])),
  ];
}

function chartLines({ subject }: Facts, input: DetailInput, height: number): Line[] {
  const charted = subject && chartOf(subject, input);
  if (!charted || charted.map) return [];
  const { width, range } = input;
  const span = formatDuration(secondsBetween(range.from, range.to));
  return [
    [run(charted.title, 'title'), run(`  last ${span}`, 'dim')],
    ...input.chart(charted.curves, charted.unit, width, height, { ...charted.more, limit: charted.limit }),
  ];
}

/** What the candidate logs and the baseline does not: the worst of it. */
function logLines({ patterns, at }: Room, { ring }: Facts, { width, glyphs }: DetailInput): Line[] {
  if (patterns === null || ring === null) return [];
  const [finding] = patterns.findings;
  const [suspect] = patterns.suspects;
  if (finding !== undefined) {
    const isNew = finding.kind === 'new';
    const count = formatValue(finding.lines.candidate, 'count');
    const lead = isNew
      ? run(`NEW in ${nameOf(patterns)} ×${count}  `, 'warn', { bold: true })
      : run(`${findingText(finding, patterns.sides, at)}  `, 'warn');
    return wrapTo(safe(`${lead.text}${finding.template}`), width, 2).map(
      (text, i): Line => (i === 0 ? [lead, run(text.slice(lead.text.length))] : [run(text)]),
    );
  }
  if (suspect !== undefined) return [[run(`${suspectText(suspect, patterns.sides)}  `, 'dim'), run(suspect.template)]];
  return [
    [
      run(patterns.problem === null ? safe('nothing new in the logs') : safe(`logs: ${patterns.problem}`), 'dim'),
      run(patterns.problem === null ? '' : ` ${glyphs.unknown}`, 'unknown'),
    ],
  ];
}

const nameOf = ({ sides }: NonNullable<Room['patterns']>): Safe =>
  sides.kind === 'versions' ? sides.candidateName : safe('the logs');

/** What the candidate gets, against the plan. */
function trafficLines({ ring, subject }: Facts, { room, width }: DetailInput): Line[] {
  const { traffic, at } = room;
  if (traffic === null || ring === null || subject?.kind === 'traffic') return [];
  const state = traffic.state === 'ok' ? 'text' : traffic.state;
  const reason = traffic.because === 'off' ? trafficReason(traffic, at) : safe('');
  return wrapTo(reason === '' ? trafficSentence(traffic, at) : safe(`traffic: ${reason}`), width, 1).map(
    (text): Line => [run(text, state)],
  );
}

/** Who is on it, and until when somebody must be. */
function peopleLines({ alert }: Facts, { room, width }: DetailInput): Line[] {
  const { onCall, at } = room;
  const call = onCall?.primary ? safe(`on call: ${onCall.primary}`) : safe('');
  if (alert === null) {
    const told = joined(
      [safe('No alert fires for it: nobody was called'), call].filter((text) => text !== ''),
      '; ',
    );
    return wrapTo(told, width, 1).map((text): Line => [run(text, 'warn')]);
  }
  const standing = alertStanding(alert, at);
  const told = joined(
    [safe(`${alert.tier} ${alert.name}: ${standing.text}`), standing.more, call].filter((text) => text !== ''),
    '; ',
  );
  return wrapTo(told, width, 2).map((text): Line => [run(text, standing.tone, { bold: standing.loud })]);
}

/** All else that is known, below what is read at once. */
function detailLines({ alert, since }: Facts, input: DetailInput): Line[] {
  if (alert === null || since !== alert.startsAt) return [];
  return [[], ...alertLines(alert, input)];
}
