import { describe, expect, test } from 'vitest';
import type { RoomAlert } from '../../../src/room/alerts/alert.ts';
import type { Room } from '../../../src/room/room.ts';
import { hands } from '../hands.ts';
import { picture } from '../picture.ts';
import { healthy, sceneOf, spike } from '../rooms.ts';

const [firing, acked] = spike.alerts.list;
if (firing === undefined || acked?.ack == null) throw new Error('the room has no such alerts');
const about = (alert: RoomAlert, ring: string): RoomAlert => ({
  ...alert,
  concern: { ...alert.concern, rings: [ring] },
});
const roomOf = (...list: readonly RoomAlert[]): Room => ({ ...spike, alerts: { ...spike.alerts, list } });

/** What came of keys pressed on the worst ring, which is ring1. */
const on = (room: Room, ...keys: readonly string[]) => {
  const h = hands(room);
  const { flash, dialog } = h.press('1', ...keys);
  return { effect: h.acts().at(-1), flash: flash?.text, dialog };
};

describe.each([
  ['selected', []],
  ['open', ['enter']],
] as const)('on a ring that is %s', (_, way) => {
  const one = roomOf(about(firing, 'ga'), about(acked, 'ring1'));

  test('its acknowledgement is taken back, its alert is acknowledged and claimed, and no other', () => {
    expect(on(one, ...way, 'A').effect).toMatchObject({ kind: 'unacknowledge', fingerprints: [acked.fingerprint] });
    const other = roomOf(about({ ...firing, fingerprint: 'other' }, 'ga'), about(firing, 'ring1'));
    expect(on(other, ...way, 'a').dialog).toMatchObject({ kind: 'acknowledge', targets: [firing.fingerprint] });
    expect(on(other, ...way, 'c').dialog).toMatchObject({ kind: 'claim', targets: [firing.fingerprint] });
  });

  test('nothing is taken back where that is not plain, and it is said why', () => {
    const two = roomOf(about(acked, 'ring1'), about({ ...acked, fingerprint: 'second' }, 'ring1'));
    expect(on(two, ...way, 'A')).toMatchObject({ flash: '2 alerts of it are acknowledged: select one of them' });
    expect(on(roomOf(about(firing, 'ring1')), ...way, 'A').flash).toBe('V2ErrorSpike is not acknowledged.');
    expect(on(roomOf(about(firing, 'ga')), ...way, 'A').flash).toBe('Nothing to take back: no alert is acknowledged');
    expect(on(roomOf(about(acked, 'ga')), ...way, 'A').flash).toBe('No alert is about ring1: select one first.');
  });
});

describe('where no alert is listed', () => {
  const empty: Room = { ...healthy, alerts: { ...healthy.alerts, list: [] } };

  test.each([
    ['*', 'Nothing to mark: no alert is firing'],
    ['space', 'Nothing to mark: no alert is firing'],
    ['A', 'Nothing to take back: no alert is firing'],
    ['a', 'Nothing to acknowledge: no alert is firing'],
    ['c', 'Nothing to claim: no alert is firing'],
  ])('%s says so', (key, said) => expect(hands(empty).press('4', key).flash?.text).toBe(said));

  test('no key to mark with is offered', () => {
    const foot = (room: Room) =>
      picture(sceneOf(room), hands(room).press('4'), { columns: 200, rows: 44 }).split('\n').at(-1);
    expect(foot(empty)).not.toMatch(/mark/);
    expect(foot(spike)).toMatch(/space mark .*mark all/);
  });
});
