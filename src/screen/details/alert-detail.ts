import type { RoomAlert } from '../../room/room.ts';
import { formatAge, formatClock } from '../../text/format.ts';
import { secondsBetween } from '../../units.ts';
import { alertLook, alertStanding } from '../panels/alerts.ts';
import { cell, type Line, run, type Tone, wrap } from '../runs.ts';
import type { DetailDrawing, DetailInput } from './detail.ts';

/** Everything about one alert: what it means, what to do, who is on it, where it comes from, what was done before. */
export function drawAlert(alert: RoomAlert, scroll: number, input: DetailInput): DetailDrawing {
  const { glyphs, height } = input;
  const look = alertLook(alert, glyphs);
  const lines = alertLines(alert, input);
  const from = Math.max(0, Math.min(scroll, lines.length - height));
  const more = lines.length - from - height;
  return {
    title: `${alert.tier} ${alert.name}`,
    badge: [
      run(`${look.glyph} ${alert.state.toUpperCase()}`, look.tone, { bold: true }),
      run(more > 0 ? ` ${glyphs.down}${more} more` : '', 'dim'),
    ],
    lines: lines.slice(from, from + height),
  };
}

function alertLines(alert: RoomAlert, input: DetailInput): Line[] {
  const { room, timeZone, width } = input;
  const look = alertLook(alert, input.glyphs);
  const standing = alertStanding(alert, room.at);
  const fact = (name: string, value: string, tone: Tone = 'text', href?: string): Line[] =>
    value === ''
      ? []
      : wrap(value, Math.max(1, width - 14)).map((text, i) => [
          run(cell(i === 0 ? name : '', 14), 'dim'),
          run(text, tone, href === undefined ? {} : { href }),
        ]);
  const section = (title: string, lines: readonly Line[]): Line[] =>
    lines.length === 0 ? [] : [[], [run(title, 'title')], ...lines];
  const { ack, silence } = alert;
  return [
    ...wrap(alert.summary, width).map((text): Line => [run(text, look.tone, { bold: true })]),
    ...wrap(alert.description, width).map((text): Line => [run(text)]),
    [],
    ...fact('status', standing.text, standing.tone),
    ...(alert.runbook === null
      ? fact('runbook', 'none given by the rule', 'dim')
      : fact('runbook', alert.runbook, 'accent', alert.runbook)),
    ...fact(
      'firing since',
      `${formatClock(alert.startsAt, timeZone)}, ${formatAge(secondsBetween(alert.startsAt, room.at))}`,
    ),
    ...fact('severity', `${alert.severity} (${alert.tier})`),
    ...fact('seen by', alert.seenBy.join(', '), 'warn'),
    ...(ack === null
      ? []
      : fact(
          'acknowledged',
          `${ack.by} at ${formatClock(ack.at, timeZone)}, until ${formatClock(ack.expiresAt, timeZone)}`,
        )),
    ...(ack === null ? [] : fact('comment', ack.comment, 'dim')),
    ...(silence === null
      ? []
      : fact('silence', `${silence.by} until ${formatClock(silence.endsAt, timeZone)}: ${silence.comment}`)),
    ...fact('source', alert.generatorURL, 'dim', alert.generatorURL),
    ...section(
      'Labels',
      Object.entries(alert.labels).flatMap(([name, value]) => fact(name, value)),
    ),
    ...section(
      'Annotations',
      Object.entries(alert.annotations).flatMap(([name, value]) => fact(name, value)),
    ),
    ...section(
      'History',
      room.journal
        .filter((entry) => entry.target === alert.name)
        .toReversed()
        .flatMap((entry) =>
          fact(formatClock(entry.at, timeZone), `${entry.by} ${entry.act} ${entry.result} ${entry.detail}`),
        ),
    ),
  ];
}
