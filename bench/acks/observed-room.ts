import { openServers, type Servers } from '../../src/commands/shared/context.ts';
import { openLiveSession } from '../../src/commands/shared/live.ts';
import type { ActResult } from '../../src/operations/operations.ts';
import type { Plan } from '../../src/profile/plan/plan.ts';
import type { Room, RoomAlert } from '../../src/room/room.ts';
import type { Asked } from '../../src/session/asked.ts';
import type { LiveSession } from '../../src/session/live.ts';
import { type Millis, millis } from '../../src/units.ts';
import { type Named, namedIn } from './named.ts';

/** How a room showed an alert, from `at` until it showed it otherwise. */
export interface Sight {
  readonly at: Millis;
  readonly room: string;
  readonly id: string;
  /** Null when the room did not list it. */
  readonly shown: {
    readonly state: RoomAlert['state'];
    readonly startsAt: Millis;
    readonly ack: { readonly silence: string; readonly at: Millis; readonly by: string } | null;
    readonly lapsed: string | null;
  } | null;
}

/** Between two instants; null while it lasts. */
export interface Span {
  readonly from: Millis;
  to: Millis | null;
}

const now = () => millis(Date.now());

export interface RoomRecord {
  readonly name: string;
  readonly operator: string;
  readonly refreshes: readonly Millis[];
  readonly open: readonly Span[];
  readonly sights: readonly Sight[];
  readonly named: readonly Named[];
}

/** An operator's room on a stage, opened and killed as often as the plan has it, and everything it showed. */
export class ObservedRoom implements RoomRecord {
  readonly name: string;
  readonly operator: string;
  readonly sights: Sight[] = [];
  /** When a refresh had its answers. */
  readonly refreshes: Millis[] = [];
  readonly open: Span[] = [];
  readonly named: Named[] = [];
  readonly #plan: Plan;
  /** What of each alert was seen last, to tell what changed. */
  readonly #last = new Map<string, string>();
  readonly #acknowledged = new Map<string, RoomAlert>();
  /** What was said last of each ended acknowledgement, by silence. */
  readonly #naming = new Map<string, string>();
  #session: LiveSession | null = null;
  #servers: Servers | null = null;
  #asked: readonly Asked[] | undefined;

  constructor(name: string, operator: string, plan: Plan) {
    this.name = name;
    this.operator = operator;
    this.#plan = plan;
  }

  async start(): Promise<void> {
    const servers = openServers(this.#plan);
    const visitor = { by: this.operator, host: this.name, kind: 'terminal' } as const;
    const session = await openLiveSession(
      process,
      this.#plan,
      servers,
      { operator: this.operator, readOnly: false },
      { of: 'all' },
      { visitor },
    );
    this.#servers = servers;
    this.#session = session;
    this.open.push({ from: now(), to: null });
    session.subscribe(() => this.#look(session));
    session.start();
  }

  /** Ends it without ceremony: what it is doing is not waited for. */
  async kill(): Promise<void> {
    const [session, servers] = [this.#session, this.#servers];
    this.#session = null;
    this.#servers = null;
    const last = this.open.at(-1);
    if (last && last.to === null) last.to = now();
    session?.stop();
    await servers?.close();
  }

  get isOpen(): boolean {
    return this.#session !== null;
  }

  room(): Room | undefined {
    return this.#session?.scene()?.room;
  }

  /** The alert of that switch as the room lists it now. */
  alert(id: string): RoomAlert | undefined {
    return this.room()?.alerts.list.find(({ labels }) => labels.id === id);
  }

  /** The alert as it was when the room last showed it as acknowledged. */
  lastAcknowledged(id: string): RoomAlert | undefined {
    return this.#acknowledged.get(id);
  }

  async acknowledge(alert: RoomAlert): Promise<ActResult> {
    return this.#act((session) => session.operations.acknowledge([alert], { note: '' }));
  }

  async unacknowledge(alert: RoomAlert): Promise<ActResult> {
    return this.#act((session) => session.operations.unacknowledge(alert));
  }

  /** As the screen does: after an act it looks again. */
  async #act(act: (session: LiveSession) => Promise<ActResult>): Promise<ActResult> {
    const session = this.#session;
    if (!session) return { result: 'refused', message: `the room ${this.name} is closed` };
    const result = await act(session);
    session.refreshAfterAct();
    return result;
  }

  #look(session: LiveSession): void {
    const scene = session.scene();
    if (!scene || session !== this.#session) return;
    const at = now();
    if (scene.asked !== this.#asked) this.refreshes.push(at);
    this.#asked = scene.asked;
    this.#note(scene.room, at);
    const { list } = scene.room.alerts;
    const listed = new Set<string | undefined>(list.map(({ labels }) => labels.id));
    for (const id of this.#last.keys()) if (!listed.has(id)) this.#saw(at, id, null);
    for (const alert of list) if (alert.labels.id !== undefined) this.#saw(at, alert.labels.id, alert);
  }

  #note(room: Room, at: Millis): void {
    for (const named of namedIn(room)) {
      if (this.#naming.get(named.silence) === named.telling) continue;
      this.#naming.set(named.silence, named.telling);
      this.named.push({ at, room: this.name, ...named });
    }
  }

  #saw(at: Millis, id: string, alert: RoomAlert | null): void {
    if (alert?.ack) this.#acknowledged.set(id, alert);
    const shown = alert && {
      state: alert.state,
      startsAt: alert.startsAt,
      ack: alert.ack && { silence: alert.ack.silenceId, at: alert.ack.at, by: alert.ack.by },
      lapsed: alert.lapsed?.why ?? null,
    };
    const text = JSON.stringify(shown);
    if (this.#last.get(id) === text) return;
    this.#last.set(id, text);
    this.sights.push({ at, room: this.name, id, shown });
  }
}
