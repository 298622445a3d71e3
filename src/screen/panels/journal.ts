import type { JournalAct, JournalEntry } from '../../room/room.ts';
import { formatMinute } from '../../text/format.ts';
import { cell, type Line, run, type Tone } from '../runs.ts';
import { listLines, NO_MATCH, type PanelDrawing, type PanelInput } from './panel.ts';

const VERBS: Readonly<Record<JournalAct, string>> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'took back ack of',
  claim: 'is on',
  release: 'left',
  validate: 'validated',
  revoke: 'revoked',
  request: 'asked for',
  withdraw: 'took back request for',
  announce: 'announced',
};
const TONES: Readonly<Record<JournalEntry['result'], Tone>> = { done: 'text', refused: 'fail', failed: 'fail' };

/** Who did what, newest first. */
export function drawJournal(input: PanelInput): PanelDrawing {
  const idOf = (entry: JournalEntry) => `${entry.at}/${entry.act}/${entry.target}`;
  const entries = input.room.journal.filter((entry) => input.ids.includes(idOf(entry))).toReversed();
  if (entries.length === 0) {
    const empty = input.room.journal.length > 0 ? NO_MATCH : [run('Nobody has acted yet', 'dim')];
    return { title: 'Journal', badge: [], lines: [empty] };
  }
  const height = input.detail === 'line' ? 1 : input.height;
  const lines = listLines(entries, idOf, input, height, (entry) => entryRow(entry, input));
  return { title: 'Journal', badge: [], lines };
}

/** How the journal's own sentences begin. */
const SAID: Readonly<Record<JournalAct, (target: string) => string>> = {
  acknowledge: (alert) => `${alert} is acknowledged`,
  unacknowledge: (alert) => `${alert} is no longer acknowledged`,
  claim: (alert) => `is on ${alert}`,
  release: (alert) => `is no longer on ${alert}`,
  validate: (ring) => `${ring} is validated`,
  revoke: (ring) => `the validation of ${ring} is revoked`,
  request: (ring) => `the validation of ${ring} is asked for`,
  withdraw: (ring) => `the request to validate ${ring} is withdrawn`,
  announce: (ring) => `${ring} is announced`,
};

/** A detail without the words that say what act and target already do: "ring0 is validated: by hand" is "by hand". */
function unrepeated({ act, target, detail, result }: JournalEntry): string {
  if (result !== 'done') return detail;
  const said = SAID[act](target);
  return detail.startsWith(said) ? detail.slice(said.length).replace(/^: /, '') : detail;
}

function entryRow(entry: JournalEntry, { timeZone }: PanelInput): Line {
  const tone = TONES[entry.result];
  const detail = unrepeated(entry);
  return [
    run(`${formatMinute(entry.at, timeZone)} `, 'dim'),
    run(cell(entry.by, 8)),
    run(` ${entry.result === 'done' ? VERBS[entry.act] : entry.act} `, 'dim'),
    run(entry.target, 'title'),
    ...(entry.result === 'done' ? [] : [run(` ${entry.result.toUpperCase()}`, tone, { bold: true })]),
    run(detail === '' ? '' : `  ${detail}`, entry.result === 'done' ? 'dim' : tone),
  ];
}
