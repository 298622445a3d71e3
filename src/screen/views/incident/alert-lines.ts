import { runbookFile } from '../../../room/alerts/runbook.ts';
import type { AlertAck, IncidentTally, JournalEntry, Room, RoomAlert } from '../../../room/shown.ts';
import { formatClock, formatDuration } from '../../../text/format.ts';
import { joined, type Safe, type SafeArgument, safe } from '../../../text/safe.ts';
import { sanitiseLine } from '../../../text/sanitise.ts';
import type { Millis } from '../../../units.ts';
import { lapsedText } from '../../../wording/acks.ts';
import { concernText } from '../../../wording/alerts.ts';
import { type Line, run, type Tone, wrap } from '../../canvas/runs.ts';
import type { DetailInput } from '../shared/detail.ts';
import { factsOver } from '../shared/facts.ts';
import { clockLines, NAME } from './clocks.ts';

/** What more is known of an alert than the page of its incident begins with: what it means, its clocks, where it comes from, what was done before. */
export function alertLines(alert: RoomAlert, input: DetailInput): Line[] {
  const { room, timeZone, width } = input;
  const fact = knownOver(width);
  const { ack, silence, claim, lapsed, mutedBy } = alert;
  const at = (instant: Millis) => formatClock(instant, timeZone);
  const { total, detail } = room.incidents ?? { total: null, detail: safe('') };
  return [
    ...(alert.description === alert.summary ? [] : wrap(alert.description, width)).map((text): Line => [run(text)]),
    ...fact('concerns', sanitiseLine(concernLine(alert, room))),
    ...runbookLines(alert, input),
    ...fact('severity', alert.severity),
    ...clockLines(alert.clocks, isCountedAbove(alert), input),
    ...fact('seen by', joined(alert.seenBy, ', '), 'warn'),
    ...(claim === null ? [] : fact('claimed', `${claim.by} at ${at(claim.at)}${noted(claim)}`, 'accent')),
    ...(ack === null
      ? []
      : fact('acknowledged', `${named(ack.by)}at ${at(ack.at)}, until ${at(ack.expiresAt)}${noted(ack)}`)),
    ...(ack === null ? [] : fact('', ackDetail(ack), 'dim')),
    ...(lapsed === null ? [] : fact('un-acked', lapsedText(lapsed, room.at), 'warn')),
    ...(mutedBy === undefined ? [] : fact('muted by', joined(mutedBy, ', '))),
    ...(silence === null
      ? []
      : fact('silence', `${named(silence.by)}until ${at(silence.endsAt)}${noted({ note: silence.comment })}`)),
    ...(total === null ? [] : fact('incidents', meansText(total, detail), 'dim')),
    ...fact('source', alert.generatorURL, 'dim', alert.generatorURL),
    ...section('Labels', labelLines(alert.labels, width)),
    ...section('Annotations', labelLines(unsaidAnnotations(alert), width)),
    ...section('History', historyLines(alert, input)),
  ];
}

/** The page and the file of its runbook. */
function runbookLines(alert: RoomAlert, { room, width }: DetailInput): Line[] {
  const fact = knownOver(width);
  const file = runbookFile(alert, room.runbooks);
  if (alert.runbook === null && file === null) return fact('runbook', 'the rule gives none', 'dim');
  return [
    ...(alert.runbook === null ? [] : fact('runbook', alert.runbook, 'accent', alert.runbook)),
    ...(file === null ? [] : fact(alert.runbook === null ? 'runbook' : '', sanitiseLine(file), 'accent')),
  ];
}

/** Whether who is on it, above, says how long there is to answer and to whom it goes then. */
const isCountedAbove = ({ ack, silence, state }: RoomAlert): boolean =>
  ack === null && silence === null && state === 'firing';

/** What the rule says besides what stands above. */
const unsaidAnnotations = ({ annotations, summary, description, runbook }: RoomAlert): RoomAlert['annotations'] =>
  Object.fromEntries(
    Object.entries(annotations).filter(([, value]) => value !== summary && value !== description && value !== runbook),
  );

/** Facts of which those that say nothing are left out. */
const knownOver =
  (width: number) =>
  <N extends string, V extends string>(
    name: SafeArgument<N>,
    value: SafeArgument<V>,
    tone: Tone = 'text',
    href?: string,
  ): Line[] =>
    value === '' ? [] : factsOver(NAME, width).fact<N, V>(name, value, { tone, ...(href !== undefined && { href }) });

const section = (title: 'Labels' | 'Annotations' | 'History', lines: readonly Line[]): Line[] =>
  lines.length === 0 ? [] : [[], [run(title, 'title')], ...lines];

const labelLines = (labels: RoomAlert['labels'], width: number): Line[] =>
  Object.entries(labels).flatMap(([name, value]) => knownOver(width)(sanitiseLine(name), value));

/** What was done about it, newest first. */
function historyLines(alert: RoomAlert, { room, timeZone, width }: DetailInput): Line[] {
  const fact = knownOver(width);
  return room.journal
    .filter((entry) => (entry.fingerprint ?? '') === alert.fingerprint || isNamed(entry, alert))
    .toReversed()
    .flatMap(({ at, by, act, result, detail }) => fact(formatClock(at, timeZone), `${by} ${act} ${result} ${detail}`));
}

function concernLine({ concern }: RoomAlert, room: Room): string {
  const { about, rings } = concern;
  const text = concernText(concern);
  if (room.rings.length === 0) return '';
  if (about === 'ring') return text;
  const which = rings.length === 0 ? 'no ring' : rings.length === room.rings.length ? 'every ring' : rings.join(', ');
  return `${which}: it is about ${text}`;
}

/** Entries from before fingerprints were written down are known by the alert's name alone. */
const isNamed = ({ fingerprint, target }: JournalEntry, alert: RoomAlert): boolean =>
  fingerprint === undefined && target === alert.name;

/** Whom a server names, before what is said of it; nothing where it names nobody. */
const named = (name: Safe): Safe => safe(name === '' ? '' : `${name} `);

const noted = ({ note }: { readonly note: Safe }): Safe => safe(note === '' ? '' : `: ${note}`);

/** What becomes of an acknowledgement by itself. */
function ackDetail({ ours, fixed, propagating }: AlertAck): Safe {
  const end = !ours ? 'not made by ringdeck' : fixed ? 'it ends then' : 'extended while the alert fires';
  return safe(`${end}${propagating ? '; propagating: not every Alertmanager member shows it yet' : ''}`);
}

/** How many incidents there were, and how long they took, as far as that is known. */
export function meansText({ count, mtta, mttr }: Pick<IncidentTally, 'count' | 'mtta' | 'mttr'>, detail: Safe): Safe {
  const answered = mtta === null ? safe('') : safe(`answered within ${formatDuration(mtta)}`);
  const over = mttr === null ? safe('') : safe(`over within ${formatDuration(mttr)}`);
  const known = [answered, over].filter((words) => words !== '');
  const means = known.length === 0 ? safe('') : safe(`, ${joined(known, ' and ')} on average`);
  return safe(`${count}${means}; ${detail}`);
}
