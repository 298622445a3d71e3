import { describe, expect, test } from 'vitest';
import type { Alerts, EndedAck, RoomAlert } from '../../../src/room/room.ts';
import { glyphsFor } from '../../../src/screen/canvas/glyphs.ts';
import { lineWidth, toWidth } from '../../../src/screen/canvas/runs.ts';
import { namedPanel } from '../../../src/screen/panels/registry.ts';
import { endedAck } from '../../room/fixtures.ts';
import { acked, ago, alertsOf } from '../room-parts.ts';
import { alert, healthy, NOW } from '../rooms.ts';

function draw(
  list: readonly RoomAlert[],
  width: number,
  height = 6,
  ended: readonly EndedAck[] = [],
  more: Partial<Alerts> = {},
) {
  const drawing = namedPanel('alerts').draw({
    room: { ...healthy, alerts: alertsOf(list, { ended, ...more }) },
    width,
    height,
    detail: 'compact',
    glyphs: glyphsFor(true),
    unicode: true,
    timeZone: 'UTC',
    operator: 'alice',
    ids: list.map(({ fingerprint }) => fingerprint),
    all: list.map(({ fingerprint }) => fingerprint),
    cursor: undefined,
    marks: [],
    past: () => [],
    range: { from: NOW, to: NOW },
    chart: () => [],
  });
  const lines = drawing.lines.map((line) => toWidth(line, width));
  for (const line of lines) expect(lineWidth(line)).toBe(width);
  const textOf = (line: (typeof lines)[number]) => line.map(({ text }) => text).join('');
  return { lines: lines.map(textOf), badge: textOf(drawing.badge), title: String(drawing.title) };
}

const host = (instance: string) =>
  alert('HostDown', { fingerprint: instance, labels: { alertname: 'HostDown', severity: 'critical', instance } });

describe('the alerts panel', () => {
  test('tells alerts of one name apart', () => {
    const { lines } = draw([host('db0'), host('db1')], 76);
    expect(lines[0]).toContain('HostDown db0');
    expect(lines.filter((line) => line.includes('HostDown db1'))).toHaveLength(1);
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

  describe('while it is not known whether any fires', () => {
    const refused = 'connect ECONNREFUSED 127.0.0.1:9093, while connecting to alertmanager.example';
    const silent: Partial<Alerts> = {
      freshness: 'unknown',
      complete: false,
      members: { is: 'silent', errors: [refused] },
    };
    const started = {
      complete: false,
      doubt: { unlisted: [], startedOfLate: [{ id: 'am', startedAt: ago(5) }], silent: [], members: false },
    };

    test('has no number, and one where none fires or some are listed', () => {
      expect(draw([], 96, 6, [], silent).title).toBe('Alerts');
      expect(draw([], 96, 6, [], started).title).toBe('Alerts');
      expect(draw([], 96, 6, [], { freshness: 'partial' }).title).toBe('Alerts');
      expect(draw([], 96).title).toBe('Alerts 0');
      expect(draw([host('db0')], 96, 6, [], started).title).toBe('Alerts 1');
    });

    test('says why in the rows that are free, and leaves one for a page that is open', () => {
      const told = (height: number, list: readonly RoomAlert[] = [], more = silent) =>
        draw(list, 46, height, [open], more).lines;
      expect(told(6).slice(0, -1).join(' ').replaceAll(/ +/g, ' ')).toContain('alertmanager.example');
      expect(told(2)).toHaveLength(2);
      expect(told(2)[1]).toContain('Open');
      const listed = told(8, [host('db0')], { ...silent, freshness: 'stale' }).join(' ');
      expect(listed.replaceAll(/ +/g, ' ')).toContain('alertmanager.example');
      expect(listed).toContain('HostDown');
    });
  });

  const told = endedAck({ name: 'Told', endedAt: ago(60) });
  const open = endedAck({
    name: 'Open',
    telling: 'left-open',
    endedAt: ago(1200),
    receivers: ['pager'],
  });

  test('says below what fires what became of acknowledged alerts that are over, a page left open first', () => {
    const { lines, badge } = draw([host('db0')], 96, 6, [told, open]);
    expect(lines.slice(-2).map((line) => line.trimEnd())).toEqual([
      ' ▲ Open resolved 20m ago; its page is still open at pager: close it by hand',
      ' ✔ Told resolved 1m ago, receivers have been told',
    ]);
    expect(badge).toBe('1 firing · 1 left open');
    expect(draw([], 96, 6, [told]).lines[1]?.trimEnd()).toBe(' ✔ Told resolved 1m ago, receivers have been told');
  });

  test('has a row for a page left open, however many fire, and none for what fires again', () => {
    const many = ['a', 'b', 'c', 'd'].map(host);
    expect(draw(many, 96, 3, [open]).lines.map((line) => line.trim().split(' ')[1])).toEqual(['P0', 'P0', 'Open']);
    expect(draw([], 96, 6, [endedAck({ again: 5 as EndedAck['again'] })]).lines.join('')).not.toContain('resolved');
  });
});
