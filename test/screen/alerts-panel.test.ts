import { describe, expect, test } from 'vitest';
import type { RoomAlert } from '../../src/room/room.ts';
import { glyphsFor } from '../../src/screen/glyphs.ts';
import { drawAlerts } from '../../src/screen/panels/alerts.ts';
import { lineWidth, toWidth } from '../../src/screen/runs.ts';
import { acked, alertsOf } from './room-parts.ts';
import { alert, healthy } from './rooms.ts';

function draw(list: readonly RoomAlert[], width: number, height = 6) {
  const drawing = drawAlerts({
    room: { ...healthy, alerts: alertsOf(list, { detail: '2 of 2 Alertmanager members answered' }) },
    width,
    height,
    detail: 'compact',
    glyphs: glyphsFor(true),
    unicode: true,
    timeZone: 'UTC',
    operator: 'alice',
    ids: list.map(({ fingerprint }) => fingerprint),
    cursor: undefined,
    marks: [],
    trend: () => '',
    chart: () => [],
  });
  const lines = drawing.lines.map((line) => toWidth(line, width));
  for (const line of lines) expect(lineWidth(line)).toBe(width);
  const textOf = (line: (typeof lines)[number]) => line.map(({ text }) => text).join('');
  return { lines: lines.map(textOf), badge: textOf(drawing.badge) };
}

const host = (instance: string) =>
  alert('HostDown', { fingerprint: instance, labels: { alertname: 'HostDown', severity: 'critical', instance } });

describe('the alerts panel', () => {
  test('tells alerts of one name apart', () => {
    const { lines } = draw([host('db0'), host('db1')], 76);
    expect(lines[0]).toContain('HostDown db0');
    expect(lines[1]).toContain('HostDown db1');
  });

  test.each(['alice', 'a.person.with.a.long.name'])('shows who, since when and until when beside %s', (by) => {
    const { ack } = acked;
    if (ack === null) throw new Error('somebody is on it');
    const on = { ...acked, name: 'AnAlertWithAnExceedinglyLongName', ack: { ...ack, by } };
    expect(draw([on], 46).lines[0]).toMatch(/ack \S+ 6m, 9m(?!…)/);
    expect(draw([on], 96).lines[0]).toMatch(/ack a.+ 6m, 9m left/);
  });

  test('says in few words how many members answered where it is narrow', () => {
    expect(draw([], 46).badge).toBe('am 2/2');
    expect(draw([], 96).badge).toBe('2 of 2 Alertmanager members answered');
  });
});
