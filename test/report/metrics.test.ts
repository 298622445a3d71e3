import { describe, expect, it } from 'vitest';
import { roomFamilies } from '../../src/report/metrics.ts';
import type { Room } from '../../src/room/room.ts';
import { healthy, NOW, nothingKnown, spike, stalePrometheus } from '../screen/rooms.ts';

/** The samples of one name by their labels, the profile's left out: `{ 'ring=ring0': 4 }`. */
function read(room: Room | undefined, name: string): Record<string, number> {
  const families = roomFamilies(room, { profile: 'vault', version: '1.2.3' });
  const samples = families.find((family) => family.name === name)?.samples ?? [];
  return Object.fromEntries(
    samples.map(({ labels: { profile, ...labels }, value }) => {
      expect(profile).toBe('vault');
      const words = Object.entries(labels).map(([label, text]) => `${label}=${text}`);
      return [words.join(' '), value];
    }),
  );
}

/** The state that holds. */
const holds = (room: Room, name: string): readonly string[] =>
  Object.entries(read(room, name)).flatMap(([labels, value]) => (value === 1 ? [labels] : []));

describe('a room as metrics', () => {
  it('has every name once, in the same order, each with a help', () => {
    const names = (room: Room) => roomFamilies(room, { profile: 'p', version: '1' }).map(({ name }) => name);
    expect(new Set(names(healthy)).size).toBe(names(healthy).length);
    expect(names(nothingKnown)).toEqual(names(healthy));
    for (const { name, help } of roomFamilies(healthy, { profile: 'p', version: '1' })) {
      expect(name).toMatch(/^ring(deck)?_[a-z_]+$/);
      expect(help).toMatch(/^[A-Z].+\.$/);
    }
  });

  it('says that nothing was observed yet, and nothing else', () => {
    expect(roomFamilies(undefined, { profile: 'vault', version: '1.2.3' }).map(({ name }) => name)).toEqual([
      'ringdeck_build_info',
      'ringdeck_up',
    ]);
    expect(read(undefined, 'ringdeck_up')).toEqual({ '': 0 });
    expect(read(undefined, 'ringdeck_build_info')).toEqual({ 'version=1.2.3': 1 });
  });

  it('is up when every server and the ring store could be read', () => {
    expect(read(healthy, 'ringdeck_up')).toEqual({ '': 1 });
    expect(read(stalePrometheus, 'ringdeck_up')).toEqual({ '': 0 });
    expect(read({ ...healthy, ringStoreError: 'gone' }, 'ringdeck_up')).toEqual({ '': 0 });
    expect(read(healthy, 'ringdeck_evaluated_timestamp_seconds')).toEqual({ '': NOW / 1000 });
  });

  it('gives each ring one number, for a board with one stat a ring', () => {
    const status = (state: Room['rings'][number]['state']) =>
      read({ ...healthy, rings: healthy.rings.slice(0, 1).map((ring) => ({ ...ring, state })) }, 'ring_status');
    const states = ['failing', 'waiting', 'deploying', 'soaking', 'ready', 'validated'] as const;
    expect(states.map((state) => status(state)['ring=ring0'])).toEqual([-1, 0, 1, 2, 3, 4]);
    expect(status('unknown')).toEqual({});
  });

  it('gives each state of each ring a series, of which one is 1', () => {
    expect(Object.keys(read(healthy, 'ring_state'))).toHaveLength(7 * healthy.rings.length);
    expect(holds(spike, 'ring_state')).toContain('ring=ring1 state=failing');
    expect(holds(spike, 'ring_state')).toHaveLength(spike.rings.length);
  });

  it('tells validated rings with the time, and none while the ring store cannot be read', () => {
    const [ring0] = healthy.rings;
    expect(read(healthy, 'ring_validated')).toMatchObject({ 'ring=ring0': 1, 'ring=ring1': 0 });
    expect(read(healthy, 'ring_validated_timestamp_seconds')).toEqual({
      'ring=ring0': (ring0?.validated?.at ?? 0) / 1000,
    });
    expect(read({ ...healthy, ringStoreError: 'gone' }, 'ring_validated')).toEqual({});
    const undated = healthy.rings.map((ring) => ({ ...ring, validated: { by: '', at: null } }));
    expect(read({ ...healthy, rings: undated }, 'ring_validated_timestamp_seconds')).toEqual({});
  });

  it('tells the soak in seconds, and whether it stands still', () => {
    expect(read(spike, 'ring_soak_elapsed_seconds')['ring=ring1']).toBeCloseTo(14.2 * 3600);
    expect(read(spike, 'ring_soak_required_seconds')['ring=ring1']).toBe(86_400);
    expect(read(spike, 'ring_soak_paused')['ring=ring1']).toBe(1);
    const never = healthy.rings.map((ring) => ({ ...ring, soak: null }));
    expect(read({ ...healthy, rings: never }, 'ring_soak_paused')).toEqual({});
  });

  it('counts the checks of each ring, all of them', () => {
    for (const ring of spike.rings) {
      const counts = read({ ...spike, rings: [ring] }, 'ring_checks');
      expect(Object.values(counts).reduce((a, b) => a + b)).toBe(ring.checks.length);
    }
    const failing = holds(spike, 'ring_check_state').filter((labels) => labels.endsWith('state=fail'));
    expect(failing).toEqual(['ring=ring1 check=memory state=fail']);
    expect(read(spike, 'ring_checks')['ring=ring1 state=fail']).toBe(1);
  });

  it('counts alerts by tier and state', () => {
    const counts = read(spike, 'ringdeck_alerts');
    expect(counts).toMatchObject({ 'tier=P0 state=firing': 1, 'tier=P2 state=silenced': 1, 'tier=P3 state=firing': 0 });
    expect(Object.values(counts).reduce((a, b) => a + b)).toBe(spike.alerts.list.length);
  });

  it.each([
    ['ok', true],
    ['partial', true],
    ['stale', false],
    ['unknown', false],
  ] as const)('when the list of alerts is %s, that it is counted is %s', (freshness, counted) => {
    const room = { ...spike, alerts: { ...spike.alerts, freshness } };
    expect(Object.keys(read(room, 'ringdeck_alerts')).length > 0).toBe(counted);
    expect(holds(room, 'ringdeck_alerts_freshness')).toEqual([`state=${freshness}`]);
  });

  it('tells the verdict', () => {
    expect(holds(spike, 'ringdeck_verdict')).toEqual(['baseline=v1 candidate=v2 state=worse']);
    expect(read({ ...spike, comparison: null }, 'ringdeck_verdict')).toEqual({});
  });

  it('shows no value that is not known', () => {
    expect(holds(nothingKnown, 'ringdeck_room_state')).toEqual(['state=unknown']);
    for (const name of ['ring_status', 'ring_validated', 'ringdeck_alerts', 'ringdeck_source_age_seconds'])
      expect(read(nothingKnown, name), name).toEqual({});
    expect(new Set(Object.values(read(nothingKnown, 'ringdeck_source_up')))).toEqual(new Set([0]));
    expect(holds(nothingKnown, 'ringdeck_verdict')).toEqual(['baseline=v1 candidate=v2 state=unknown']);
  });

  it('keeps the age of a server that fell silent', () => {
    expect(read(stalePrometheus, 'ringdeck_source_up')['source=prometheus kind=prometheus']).toBe(0);
    expect(read(stalePrometheus, 'ringdeck_source_age_seconds')['source=prometheus kind=prometheus']).toBe(45);
  });
});
