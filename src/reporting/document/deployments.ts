import { say } from '../../text/say.ts';
import type { Report } from '../schema/report.ts';
import { type Block, cell, heading, tableOf, text } from './blocks.ts';
import { figureTable } from './figures.ts';
import { whenText } from './words.ts';

/** What was deployed, and what people decided of rings. */
export function deploymentBlocks({ deployments, period: { timeZone } }: Report): Block[] {
  const { counted, rings, acts } = deployments;
  if (counted === null && rings.length === 0 && (acts === null || acts.length === 0)) return [];
  const ringRows = rings.map(({ ring, at, unknown }) => [
    cell(ring),
    unknown
      ? cell(say`unknown: ${unknown.text}`, 'unknown')
      : cell(at.length === 0 ? say`not in this period` : at.map((one) => whenText(one, timeZone)).join(', ')),
  ]);
  const actRows = (acts ?? []).map(({ at, act, ring, by, result }) => [
    cell(whenText(at, timeZone)),
    cell(act),
    cell(ring),
    cell(by),
    cell(result),
  ]);
  return [
    heading('Deployments'),
    ...(counted ? [figureTable([counted], timeZone)] : []),
    ...(rings.length > 0 ? [tableOf([{ text: 'Ring' }, { text: 'Deployed' }], ringRows, '')] : []),
    acts === null
      ? text(say`Acts on rings are unknown: the journal cannot be read.`, 'unknown')
      : tableOf(
          [{ text: 'When' }, { text: 'Act' }, { text: 'Ring' }, { text: 'By' }, { text: 'Result' }],
          actRows,
          say`The journal has no act on a ring in this period.`,
        ),
  ];
}

/** Who was on call, shift by shift. */
export function onCallBlocks({ onCall: { shifts, unknown }, period: { timeZone } }: Report): Block[] {
  if (unknown?.reason === 'not-watched') return [];
  const rows = shifts.map(({ from, to, primary, backup }) => [
    cell(whenText(from, timeZone)),
    cell(whenText(to, timeZone)),
    cell(primary ?? say`nobody known`, primary === null ? 'unknown' : 'plain'),
    cell(backup ?? ''),
  ]);
  return [
    heading('On call'),
    tableOf([{ text: 'From' }, { text: 'To' }, { text: 'Primary' }, { text: 'Backup' }], rows, say`Nobody is named.`),
    ...(unknown ? [text(say`Not all of it is known: ${unknown.text}.`, 'unknown')] : []),
  ];
}
