import type { ActResult, Operations } from '../../src/operations/operations.ts';
import type { Room } from '../../src/room/room.ts';
import type { Logs } from '../../src/session/logs/scene.ts';
import type { Runbooks } from '../../src/session/runbooks.ts';
import type { Playback, Scene, Session } from '../../src/session/session.ts';
import { millis, seconds } from '../../src/units.ts';
import { sceneOf } from './rooms.ts';

/** A session over a room in memory: acts change it, and time control is remembered. */
export interface FakeSession extends Session {
  show(room: Room, playback?: Playback): void;
  /** What was called, in order, as text. */
  readonly calls: readonly string[];
}

export function fakeSession(
  room: Room,
  options: { readOnly?: string; playback?: Playback; operator?: string; logs?: Logs; runbooks?: Runbooks } = {},
): FakeSession {
  let scene: Scene = sceneOf(room, options.playback);
  const listeners = new Set<() => void>();
  const calls: string[] = [];
  const set = (next: Scene) => {
    scene = next;
    for (const listener of listeners) listener();
  };
  const show = (next: Room, playback: Playback = scene.playback) => set(sceneOf(next, playback));
  const act = async (name: string, change: (room: Room) => Room): Promise<ActResult> => {
    calls.push(name);
    show(change(scene.room));
    return { result: 'done', message: `${name} done` };
  };
  const operations: Operations = {
    readOnly: options.readOnly ?? null,
    operator: options.operator ?? 'alice',
    acknowledge: (targets, { note }) =>
      act(`acknowledge ${targets.map(({ name }) => name).join(', ')} (${note})`, (r) => ({
        ...r,
        alerts: {
          ...r.alerts,
          counts: {
            ...r.alerts.counts,
            firing: r.alerts.counts.firing - targets.length,
            acknowledged: r.alerts.counts.acknowledged + targets.length,
          },
          list: r.alerts.list.map((a) =>
            targets.some(({ fingerprint }) => a.fingerprint === fingerprint)
              ? {
                  ...a,
                  state: 'acknowledged' as const,
                  ack: {
                    silenceId: 's',
                    by: 'alice',
                    at: r.at,
                    expiresAt: millis(r.at + 900_000),
                    comment: `ACK! ${note}`,
                    note,
                    propagating: false,
                    ours: true,
                    fixed: false,
                  },
                }
              : a,
          ),
        },
      })),
    unacknowledge: (target) =>
      act(`unacknowledge ${target.name}`, (r) => ({
        ...r,
        alerts: {
          ...r.alerts,
          list: r.alerts.list.map((a) =>
            a.fingerprint === target.fingerprint ? { ...a, state: 'firing' as const, ack: null } : a,
          ),
        },
      })),
    claim: (target, note) =>
      act(`claim ${target.name} (${note})`, (r) => ({
        ...r,
        alerts: {
          ...r.alerts,
          list: r.alerts.list.map((a) =>
            a.fingerprint === target.fingerprint ? { ...a, claim: { by: 'alice', at: r.at, note } } : a,
          ),
        },
      })),
    release: (target) =>
      act(`release ${target.name}`, (r) => ({
        ...r,
        alerts: {
          ...r.alerts,
          list: r.alerts.list.map((a) => (a.fingerprint === target.fingerprint ? { ...a, claim: null } : a)),
        },
      })),
    validate: (target, { note }) =>
      act(`validate ${target.id} (${note})`, (r) => ({
        ...r,
        rings: r.rings.map((x) =>
          x.id === target.id ? { ...x, state: 'validated' as const, validated: { by: 'alice', at: r.at } } : x,
        ),
      })),
    withdraw: (target) =>
      act(`withdraw ${target.id}`, (r) => ({
        ...r,
        rings: r.rings.map((x) => (x.id === target.id ? { ...x, approval: null } : x)),
      })),
    tendAcks: async () => {},
    finishAck: async ({ name }) => act(`finish ${name}`, (r) => r),
    revoke: (target) =>
      act(`revoke ${target.id}`, (r) => ({
        ...r,
        rings: r.rings.map((x) => (x.id === target.id ? { ...x, state: 'ready' as const, validated: null } : x)),
      })),
  };
  return {
    operations,
    logs: options.logs ?? null,
    runbooks: options.runbooks ?? null,
    calls,
    show,
    scene: () => scene,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh: () => void calls.push('refresh'),
    refreshAfterAct: () => void calls.push('refresh after act'),
    setPaused: (paused) => show(scene.room, { ...scene.playback, paused }),
    seek: (by) => {
      const { playback } = scene;
      if (playback.kind === 'tape') show(scene.room, { ...playback, position: seconds(playback.position + by) });
    },
    view: (at) => void calls.push(`view ${at === null ? 'now' : new Date(at).toISOString()}`),
    changeSpeed: (factor) => {
      const { playback } = scene;
      if (playback.kind === 'tape') show(scene.room, { ...playback, speed: playback.speed * factor });
    },
  };
}
