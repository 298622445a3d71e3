import { describe, expect, it } from 'vitest';
import { upkeepOf } from '../../../src/room/acks/upkeep.ts';
import type { Alerts, OwnAck } from '../../../src/room/room.ts';
import { seconds } from '../../../src/units.ts';
import { ago, endedAck, NOW, roomAlert } from '../fixtures.ts';

const life = { duration: seconds(900), max: seconds(8 * 3600) };

const own = (fields: Partial<OwnAck> = {}): OwnAck => ({
  id: 's1',
  by: 'alice',
  fingerprint: 'f1',
  at: ago(600),
  expiresAt: ago(-200),
  fixed: false,
  matchers: 3,
  name: 'V2ErrorSpike',
  exactLabels: { alertname: 'V2ErrorSpike' },
  covers: ['f1'],
  ...fields,
});

const standing = (silenceId = 's1') => ({
  silenceId,
  by: 'alice',
  at: ago(600),
  expiresAt: ago(-200),
  comment: '',
  note: '',
  propagating: false,
  ours: true,
  fixed: false,
});

const acked = roomAlert({ state: 'acknowledged', startsAt: ago(700), ack: standing() });

const upkeep = (acks: readonly OwnAck[], more: Partial<Alerts> = {}, operator = 'alice') =>
  upkeepOf({ acks, ended: [], list: [acked], ...more }, operator, life, NOW);

describe('an acknowledgement of one’s own', () => {
  it.each<[string, Partial<OwnAck>, boolean]>([
    ['is extended when it ends soon', {}, true],
    ['is left alone while there is time', { expiresAt: ago(-600) }, false],
    ['is left alone when it has ended', { expiresAt: ago(1) }, false],
    ['is left alone at its greatest age', { at: ago(8 * 3600 - 200) }, false],
    ['ends when it says when its operator chose how long', { fixed: true }, false],
    ['is not another operator’s', { by: 'bob' }, false],
  ])('%s', (_, fields, extend) => {
    expect(upkeep([own(fields)])).toEqual(extend ? [{ act: 'extend', id: 's1' }] : []);
  });

  it('is known by the name that rooms carry, which has no control characters', () => {
    expect(upkeep([own({ by: 'alice' })], {}, 'al\u001b[31mice')).toEqual([{ act: 'extend', id: 's1' }]);
  });

  it('is left to end when its alert is over, or when another one stands for it', () => {
    expect(upkeep([own({ covers: [] })], { list: [] })).toEqual([]);
    expect(upkeep([own()], { list: [{ ...acked, ack: standing('another') }] })).toEqual([]);
  });

  it('is one: of several for the same alert the narrowest stays, then by its id', () => {
    const acks = [own({ id: 'c' }), own({ id: 'a' }), own({ id: 'b', matchers: 4 })];
    const ends = [
      { act: 'end', id: 'a', keep: 'b' },
      { act: 'end', id: 'c', keep: 'b' },
    ];
    expect(upkeep(acks)).toEqual(ends);
    expect(upkeep(acks.toReversed())).toEqual(ends);
  });

  it('leaves those of other operators and other alerts in peace', () => {
    expect(upkeep([own(), own({ id: 's2', by: 'bob' }), own({ id: 's3', fingerprint: 'f2', covers: ['f2'] })])).toEqual(
      [{ act: 'extend', id: 's1' }],
    );
  });

  it('is narrowed when it covers an alert that came later', () => {
    expect(upkeep([own({ covers: ['f1', 'f9'] })])).toEqual([{ act: 'narrow', id: 's1', fingerprint: 'f1' }]);
  });

  it('ends once a better one of another operator stands for the same alert', () => {
    const other = own({ id: 's0', by: 'bob', at: ago(700) });
    expect(upkeep([own(), other])).toEqual([{ act: 'end', id: 's1', keep: 's0' }]);
    expect(upkeep([own(), { ...other, at: ago(500) }])).toEqual([{ act: 'extend', id: 's1' }]);
  });
});

describe('an acknowledgement whose incident is over', () => {
  const over = endedAck({ standing: ['s1'], telling: 'standing' });

  it('is finished, whoever made it, and neither extended nor narrowed', () => {
    const acks = [own({ covers: ['f1', 'f9'] })];
    expect(upkeep(acks, { ended: [over] })).toEqual([{ act: 'finish', id: 's1', ended: over, own: true }]);
    expect(upkeep(acks, { ended: [over] }, 'bob')).toEqual([{ act: 'finish', id: 's1', ended: over, own: false }]);
  });

  it('is finished when its silence has ended and nobody tells receivers', () => {
    const open = endedAck({ telling: 'left-open' });
    expect(upkeep([], { ended: [open] })).toEqual([{ act: 'finish', id: 's1', ended: open, own: true }]);
  });

  it.each(['soon', 'told', 'with-its-group', 'fired-again'] as const)('is left alone when it is %s', (telling) => {
    expect(upkeep([], { ended: [endedAck({ telling })] })).toEqual([]);
  });
});
