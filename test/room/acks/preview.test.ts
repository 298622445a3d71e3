import { expect, test } from 'vitest';
import { previewAck } from '../../../src/room/acks/preview.ts';
import { ago, alertsWith, roomAlert } from '../fixtures.ts';

const named = (fingerprint: string, labels: Record<string, string>, more = {}) =>
  roomAlert({ fingerprint, labels, exactLabels: labels, ...more });

const one = named('one', { alertname: 'X' });
const more = named('more', { alertname: 'X', ring: 'ring1' });
const other = named('other', { alertname: 'Y' });
const ack = {
  silenceId: 's1',
  by: 'bob',
  at: ago(60),
  expiresAt: ago(-60),
  comment: '',
  note: '',
  propagating: false,
  ours: true,
  fixed: false,
};
const held = named('held', { alertname: 'Z' }, { ack, state: 'acknowledged' });
const alerts = alertsWith([one, more, other, held]);

test('a preview names what would be silenced and finds no other, even with all its labels and more', () => {
  expect(previewAck({ alerts }, [one])).toEqual({
    silenced: [one],
    others: [],
    already: [],
    gone: 0,
    matchers: ['alertname="X", ring=""'],
  });
});

test('several are each silenced by matchers of their own; what is acknowledged or over is told', () => {
  const gone = named('gone', { alertname: 'Gone' });
  expect(previewAck({ alerts }, [more, one, held, gone])).toEqual({
    silenced: [one, more],
    others: [],
    already: [held],
    gone: 1,
    matchers: ['alertname="X", ring=""', 'alertname="X", ring="ring1"'],
  });
});

test('matchers are safe to print', () => {
  const evil = named('evil', { alertname: 'E', path: 'a\u001b[2J\nb' });
  expect(previewAck({ alerts: alertsWith([evil]) }, [evil]).matchers).toEqual(['alertname="E", path="a\\nb"']);
});
