import { describe, expect, it } from 'vitest';
import { roomFamilies } from '../../src/report/metrics.ts';
import type { Room } from '../../src/room/room.ts';
import { millis, seconds } from '../../src/units.ts';
import { alert, healthy, NOW, nothingKnown, spike, stalePrometheus } from '../screen/rooms.ts';

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

/** What is told only when it is known. */
const ABSENT = [
  ...['ring_status', 'ring_validated', 'ringdeck_source_age_seconds', 'ringdeck_source_latency_seconds'],
  ...['ringdeck_alerts', 'ringdeck_alerts_claimed', 'ringdeck_alerts_overdue', 'ringdeck_acknowledgements'],
  ...['ringdeck_foreign_silences', 'ringdeck_mtta_seconds', 'ringdeck_incidents', 'ringdeck_on_call'],
];

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

  it('tells a server that gives incomplete answers as up, and the room as not read in full', () => {
    const sources = healthy.sources.map((source, i) => (i === 0 ? { ...source, state: 'partial' as const } : source));
    expect(Object.values(read({ ...healthy, sources }, 'ringdeck_source_up'))).toEqual(sources.map(() => 1));
    expect(read({ ...healthy, sources }, 'ringdeck_up')).toEqual({ '': 0 });
  });

  it('gives each ring one number, for a board with one stat a ring', () => {
    const status = (state: Room['rings'][number]['state']) =>
      read({ ...healthy, rings: healthy.rings.slice(0, 1).map((ring) => ({ ...ring, state })) }, 'ring_status');
    const states = ['failing', 'waiting', 'deploying', 'soaking', 'ready', 'validated'] as const;
    expect(states.map((state) => status(state)['ring=ring0'])).toEqual([-1, 0, 1, 2, 3, 4]);
    expect(status('unknown')).toEqual({});
  });

  it('gives each state of each ring a series, of which one is 1', () => {
    expect(Object.keys(read(healthy, 'ring_state'))).toHaveLength(8 * healthy.rings.length);
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

  it('counts what is done about alerts, and what is overdue', () => {
    const at = millis(NOW);
    const clock = (state: 'running' | 'overdue') => ({
      limit: seconds(300),
      due: at,
      metAt: null,
      state,
    });
    const list = [
      alert('A', { tier: 'P0', claim: { by: 'bob', at, note: '' } }),
      alert('B', {
        tier: 'P0',
        clocks: { respond: clock('overdue'), escalate: null, resolve: clock('running') },
      }),
    ];
    const room = { ...spike, alerts: { ...spike.alerts, list } };
    expect(read(room, 'ringdeck_alerts_claimed')).toEqual({ 'tier=P0': 1, 'tier=P1': 0, 'tier=P2': 0, 'tier=P3': 0 });
    expect(read(room, 'ringdeck_alerts_overdue')).toMatchObject({
      'tier=P0 clock=respond': 1,
      'tier=P0 clock=resolve': 0,
      'tier=P1 clock=respond': 0,
    });
    expect(read(room, 'ringdeck_acknowledgements')).toEqual({ '': spike.alerts.acks.length });
    expect(read(room, 'ringdeck_foreign_silences')).toEqual({ 'state=active': 0, 'state=pending': 0 });
  });

  it('tells how incidents went, as far as that is known', () => {
    const tally = { count: 3, open: 1, closed: 2, answered: 1, mtta: seconds(240), mttr: null };
    const incidents = { window: seconds(604_800), total: tally, byTier: { P0: tally }, recent: [], detail: '' };
    const room = { ...healthy, incidents };
    expect(read(room, 'ringdeck_incidents')).toEqual({ 'tier=P0 state=open': 1, 'tier=P0 state=closed': 2 });
    expect(read(room, 'ringdeck_mtta_seconds')).toEqual({ '': 240 });
    expect(read(room, 'ringdeck_tier_mtta_seconds')).toEqual({ 'tier=P0': 240 });
    expect(read(room, 'ringdeck_mttr_seconds')).toEqual({});
    expect(read(room, 'ringdeck_incident_window_seconds')).toEqual({ '': 604_800 });
    const unknown = { ...healthy, incidents: { ...incidents, total: null, byTier: {} } };
    expect(read(unknown, 'ringdeck_mtta_seconds')).toEqual({});
  });

  it('tells whether somebody is on call, and not who', () => {
    const onCall = {
      ...{ primary: 'alice', backup: null, until: null, next: null, source: 'rotation' as const },
      ...{ readAt: null, stale: false, error: null },
    };
    expect(read({ ...healthy, onCall }, 'ringdeck_on_call')).toEqual({ 'role=primary': 1, 'role=backup': 0 });
    expect(read({ ...healthy, onCall: { ...onCall, error: 'no answer' } }, 'ringdeck_on_call')).toEqual({});
    expect(JSON.stringify(roomFamilies({ ...healthy, onCall }, { profile: 'p', version: '1' }))).not.toContain('alice');
  });

  it('tells whether a validation waits for a second operator', () => {
    const approval = { by: 'alice', at: millis(NOW), expiresAt: millis(NOW + 1) };
    const rings = healthy.rings.map((ring, i) => ({
      ...ring,
      approvals: 2 as const,
      approval: i === 0 ? approval : null,
    }));
    expect(read({ ...healthy, rings }, 'ring_approval_pending')).toMatchObject({ 'ring=ring0': 1, 'ring=ring1': 0 });
    expect(read(healthy, 'ring_approval_pending')).toEqual({});
  });

  it('tells the verdict', () => {
    expect(holds(spike, 'ringdeck_verdict')).toEqual(['baseline=v1 candidate=v2 state=worse']);
    expect(read({ ...spike, comparison: null }, 'ringdeck_verdict')).toEqual({});
  });

  it('shows no value that is not known', () => {
    expect(holds(nothingKnown, 'ringdeck_room_state')).toEqual(['state=unknown']);
    for (const name of ABSENT) expect(read(nothingKnown, name), name).toEqual({});
    expect(new Set(Object.values(read(nothingKnown, 'ringdeck_source_up')))).toEqual(new Set([0]));
    expect(holds(nothingKnown, 'ringdeck_verdict')).toEqual(['baseline=v1 candidate=v2 state=unknown']);
  });

  it('keeps the age of a server that fell silent', () => {
    expect(read(stalePrometheus, 'ringdeck_source_up')['source=prometheus kind=prometheus']).toBe(0);
    expect(read(stalePrometheus, 'ringdeck_source_age_seconds')['source=prometheus kind=prometheus']).toBe(45);
  });
});
