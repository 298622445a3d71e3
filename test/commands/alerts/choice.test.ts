import { expect, test } from 'vitest';
import { choose, chooseAcks } from '../../../src/commands/alerts/choice.ts';
import { UsageError } from '../../../src/commands/shared/failure.ts';
import { ago, alertsWith, endedAck, NOW, room, roomAlert } from '../../room/fixtures.ts';

const named = (fingerprint: string, name: string, labels: Record<string, string> = {}) =>
  roomAlert({ fingerprint, name, labels: { alertname: name, ...labels } });

const list = [
  named('f1', 'ErrorSpike', { ring: 'ring1' }),
  named('f2', 'ErrorSpike', { ring: 'ring2' }),
  named('f3', 'MemoryHigh', { ring: 'ring1' }),
];
const known = room({ alerts: alertsWith(list) });

const chosen = (wanted: readonly string[], ...matching: string[]) =>
  choose(known, { wanted, matching }).map(({ fingerprint }) => fingerprint);

test('alerts are chosen by fingerprint, by a name of their own, by matchers, or by all of these', () => {
  expect(chosen(['f2'])).toEqual(['f2']);
  expect(chosen(['MemoryHigh', 'f1'])).toEqual(['f1', 'f3']);
  expect(chosen([], 'ring="ring1"')).toEqual(['f1', 'f3']);
  expect(chosen([], 'ring="ring1"', 'alertname=~"Err.*"')).toEqual(['f1']);
  expect(chosen(['f1'], 'ring="ring1"')).toEqual(['f1', 'f3']);
  expect(chosen([], 'ring="ring9"')).toEqual([]);
});

test.each<[readonly string[], readonly string[], RegExp]>([
  [[], [], /^Say which alerts: .*--matching\.$/],
  [['ErrorSpike'], [], /^2 alerts are named "ErrorSpike": .*--matching 'alertname="ErrorSpike"' for all\.$/],
  [['Nothing'], [], /^No alert has the fingerprint or the name "Nothing": see "ringdeck alerts list"\.$/],
  [[], ['ring=~"("'], /^--matching: "\(" is not a regular expression\.$/],
])('%j and %j is a mistake, in words', (wanted, matching, words) => {
  const choice = () => choose(known, { wanted, matching });
  expect(choice).toThrow(UsageError);
  expect(choice).toThrow(words);
});

test('what may fire and is not known is no mistake', () => {
  const members = { is: 'answered', fresh: 1, of: 2, odd: [], errors: [] } as const;
  const partial = room({ alerts: { ...alertsWith(list, 'partial'), members } });
  for (const choice of [
    { wanted: ['Nothing'], matching: [] },
    { wanted: [], matching: ['ring="ring9"'] },
  ]) {
    expect(() => choose(partial, choice)).toThrow('Alerts are not all known: 1 of 2 Alertmanager members answered');
    expect(() => choose(partial, choice)).not.toThrow(UsageError);
  }
});

test('an acknowledgement to take back may be of an alert that is over, or listed no more', () => {
  const labels = { alertname: 'Gone' };
  const gone = {
    id: 's9',
    by: 'bob',
    fingerprint: 'f9',
    at: ago(60),
    expiresAt: NOW,
    fixed: false,
    matchers: 1,
    covers: [],
  };
  const over = endedAck({ fingerprint: 'f8', name: 'Over', standing: ['s8'], telling: 'standing' });
  const told = endedAck({ fingerprint: 'f7', name: 'Told' });
  const acks = [{ ...gone, name: 'Gone', exactLabels: labels }];
  const left = room({ alerts: { ...alertsWith(list), ended: [over, told], acks } });
  const of = (...wanted: readonly string[]) =>
    chooseAcks(left, { wanted, matching: [] }).map(({ fingerprint }) => fingerprint);
  expect(of('MemoryHigh', 'Over', 'Gone')).toEqual(['f3', 'f8', 'f9']);
  expect(() => of('Told')).toThrow(UsageError);
});
