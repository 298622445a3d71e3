import { formatWhole } from '../../text/format.ts';
import { say } from '../../text/say.ts';
import type { Report } from '../schema/report.ts';
import type { Measured, RolloutReport } from '../schema/rollout.ts';
import { type Block, type Cell, type Column, cell, heading, tableOf, text } from './blocks.ts';
import { valueText, whenText } from './words.ts';

/** The account of a rollout: what happened, what it did, what helped, and what people have to fill in. */
export function rolloutBlocks({ rollout, period: { timeZone } }: Report): Block[] {
  if (!rollout) return [];
  return [
    ...ringBlocks(rollout, timeZone),
    ...timelineBlocks(rollout, timeZone),
    ...impactBlocks(rollout),
    ...verdictBlocks(rollout, timeZone),
    ...logBlocks(rollout),
    heading('What helped'),
    listOf(rollout.helped, say`No alert ended soon after something was done.`),
    ...actBlocks(rollout, timeZone),
    heading('Open questions'),
    { kind: 'list', items: rollout.questions, todo: true },
  ];
}

const listOf = (items: readonly string[], otherwise: string): Block =>
  items.length > 0 ? { kind: 'list', items } : text(otherwise, 'quiet');

const columns = (...names: readonly string[]): Column[] => names.map((name) => ({ text: name }));

function ringBlocks({ rings }: RolloutReport, timeZone: string): Block[] {
  const rows = rings.map(({ id, name, deployedAt, goneAt, unknown, validated, state, reason }) => [
    cell(say`${id} (${name})`),
    unknown
      ? cell(say`unknown: ${unknown.text}`, 'unknown')
      : cell(
          deployedAt.length === 0
            ? say`not within this time`
            : deployedAt.map((at) => whenText(at, timeZone)).join(', '),
        ),
    cell(goneAt === null ? '' : whenText(goneAt, timeZone)),
    cell(
      validated === null
        ? say`no`
        : say`${validated.by === '' ? 'yes' : `by ${validated.by}`}${validated.at === null ? '' : `, ${whenText(validated.at, timeZone)}`}`,
    ),
    state === null ? cell(say`unknown`, 'unknown') : cell(say`${state}: ${reason}`),
  ]);
  return [
    heading('Rings'),
    tableOf(columns('Ring', 'Deployed', 'Gone', 'Validated', 'At the end'), rows, say`The profile has no rings.`),
  ];
}

function timelineBlocks({ timeline }: RolloutReport, timeZone: string): Block[] {
  const rows = timeline.map(({ at, kind, text: words }) => [
    cell(whenText(at, timeZone)),
    cell(kind.replace('-', ' ')),
    cell(words, kind === 'alert-fired' || kind === 'rolled-back' ? 'bad' : 'plain'),
  ]);
  return [
    heading('Timeline'),
    tableOf(columns('When', 'What', 'In words'), rows, say`Nothing is known to have happened.`),
  ];
}

function impactBlocks({ comparison }: RolloutReport): Block[] {
  const rows = comparison.map(({ label, unit, baseline, candidate }) => [
    cell(label),
    ...[baseline.mean, candidate.mean, baseline.worst, candidate.worst].map((one) => measuredCell(one, unit)),
  ]);
  const named = ['Baseline, mean', 'Candidate, mean', 'Baseline, worst', 'Candidate, worst'];
  // One reason a metric: the other version's is seldom another.
  const reasons = comparison.flatMap(({ label, candidate, baseline }) => {
    const unknown = candidate.mean.unknown ?? baseline.mean.unknown;
    return unknown ? [say`${label}: ${unknown.text}.`] : [];
  });
  return [
    heading('Impact'),
    tableOf(
      [{ text: 'Metric' }, ...named.map((name): Column => ({ text: name, isNumber: true }))],
      rows,
      say`The profile compares nothing: see the alerts below.`,
    ),
    ...(reasons.length > 0 ? [listOf(reasons, '')] : []),
    text(say`To fill in: who was affected, and how much.`, 'quiet'),
  ];
}

const measuredCell = ({ value }: Measured, unit: RolloutReport['comparison'][number]['unit']): Cell =>
  value === null ? cell(say`unknown`, 'unknown') : cell(valueText(value, unit));

function verdictBlocks({ verdicts }: RolloutReport, timeZone: string): Block[] {
  const rows = verdicts.map(({ at, from, state, sentence, act }) => [
    cell(whenText(at, timeZone)),
    cell(act === null ? say`${from} anew` : say`${act.by}: ${act.act} ${act.target}`),
    cell(state, state === 'worse' ? 'bad' : state === 'unknown' ? 'unknown' : 'plain'),
    cell(sentence),
  ]);
  return [heading('Verdict'), tableOf(columns('When', 'By', 'Verdict', 'In words'), rows, say`Nothing was compared.`)];
}

function logBlocks({ logs: { unknown, searches, sentence, findings } }: RolloutReport): Block[] {
  if (unknown)
    return [
      heading('Logs'),
      text(say`Not read: ${unknown.text}.`, unknown.reason === 'not-watched' ? 'quiet' : 'unknown'),
    ];
  const rows = searches.map(({ label, lines: { value, unknown: why } }) => [
    cell(label),
    value === null
      ? cell(why?.reason === 'no-data' ? say`none` : say`unknown: ${why?.text ?? ''}`, 'quiet')
      : cell(formatWhole(value)),
  ]);
  const found = findings.map(({ kind, level, template, baselineLines, candidateLines }) => [
    cell(kind),
    cell(level),
    cell(template, 'code'),
    cell(formatWhole(baselineLines)),
    cell(formatWhole(candidateLines)),
  ]);
  return [
    heading('Logs'),
    ...(sentence === null ? [] : [text(sentence)]),
    ...(found.length > 0 ? [tableOf(columns('Finding', 'Level', 'Pattern', 'Baseline', 'Candidate'), found, '')] : []),
    ...(rows.length > 0 ? [tableOf([{ text: 'Search' }, { text: 'Lines', isNumber: true }], rows, '')] : []),
  ];
}

function actBlocks({ acts, chain }: RolloutReport, timeZone: string): Block[] {
  const rows = (acts ?? []).map(({ at, seq, by, act, target, result, detail, hash }) => [
    cell(whenText(at, timeZone)),
    cell(seq === null ? '' : `#${seq}`),
    cell(by),
    cell(say`${act} ${target}`),
    cell(result, result === 'done' ? 'plain' : 'bad'),
    cell(detail),
    cell(hash ?? '', 'code'),
  ]);
  return [
    heading('Acts'),
    text(
      say`The journal: ${chain.text}.`,
      chain.state === 'whole' ? 'good' : chain.state === 'changed' ? 'bad' : 'quiet',
    ),
    ...(chain.problems.length > 0
      ? [
          listOf(
            chain.problems.map(({ line, text: words }) => say`line ${line}: ${words}`),
            '',
          ),
        ]
      : []),
    tableOf(
      columns('When', 'Line', 'By', 'Act', 'Result', 'In words', 'Hash'),
      rows,
      acts === null ? say`Acts are not known.` : say`The journal has no act in this time.`,
    ),
  ];
}
