import type { Clock } from '../../clock.ts';
import type { Frame } from '../../frames/frame.ts';
import { covers } from '../../room/silences/matchers.ts';
import type {
  Alert,
  AlertmanagerMember,
  AlertmanagerView,
  MemberStatus,
  NewSilence,
  Silence,
} from '../../sources/alertmanager/types.ts';
import { type Outcome, type SendOutcome, succeeded } from '../../sources/error.ts';
import { millis } from '../../units.ts';

type Held = Omit<Silence, 'state'>;

/**
 * An Alertmanager that lives with the process and lays its silences over what a tape recorded, so that acts in the
 * demo take the same way as live ones.
 */
export class MemoryAlertmanager implements AlertmanagerMember {
  readonly id = 'memory';
  readonly #clock: Clock;
  readonly #held = new Map<string, Held>();
  #created = 0;
  #recorded: Frame['alertmanagers'] = {};

  /** @param clock the tape's time */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The recorded views with the silences made here. */
  overlay(views: Frame['alertmanagers']): Frame['alertmanagers'] {
    this.#recorded = views;
    const silences = this.#silences();
    const laid = Object.entries(views).map(([id, view]): [string, Outcome<AlertmanagerView>] => [
      id,
      view.ok ? succeeded(over(view.value, silences)) : view,
    ]);
    return Object.fromEntries(laid);
  }

  async view(): Promise<Outcome<AlertmanagerView>> {
    const silences = this.#silences();
    const views = Object.values(this.#recorded).flatMap((view) => (view.ok ? [over(view.value, silences)] : []));
    return succeeded({ alerts: views.flatMap(({ alerts }) => alerts), silences, clockOffset: 0 });
  }

  async silence(id: string): Promise<Outcome<Silence | null>> {
    return succeeded(this.#silences().find((silence) => silence.id === id) ?? null);
  }

  async createSilence(silence: NewSilence): Promise<SendOutcome<{ readonly id: string }>> {
    const id = silence.id ?? `demo-${++this.#created}`;
    // As Alertmanager does it: a new silence does not begin in the past.
    const startsAt = silence.id ? silence.startsAt : millis(Math.max(silence.startsAt, this.#clock.now()));
    this.#held.set(id, { ...silence, id, startsAt });
    return { ok: true, value: { id } };
  }

  async expireSilence(id: string): Promise<SendOutcome<void>> {
    const silence = this.#held.get(id);
    const message = `there is no silence ${id}`;
    if (!silence) return { ok: false, sent: true, error: { kind: 'server', message, httpStatus: 404 } };
    this.#held.set(id, { ...silence, endsAt: this.#clock.now() });
    return { ok: true, value: undefined };
  }

  /** Nobody is told of what happens in a demo. */
  async postAlerts(): Promise<SendOutcome<void>> {
    return { ok: true, value: undefined };
  }

  async status(): Promise<Outcome<MemberStatus>> {
    return succeeded({ now: this.#clock.now(), startedAt: null, routing: null, resolveTimeout: null });
  }

  #silences(): readonly Silence[] {
    const now = this.#clock.now();
    return [...this.#held.values()].map((silence) => {
      const state = silence.endsAt <= now ? 'expired' : silence.startsAt > now ? 'pending' : 'active';
      return { ...silence, state };
    });
  }
}

function over(view: AlertmanagerView, silences: readonly Silence[]): AlertmanagerView {
  const active = silences.filter(({ state }) => state === 'active');
  const silencing = (alert: Alert) =>
    active.filter((silence) => covers(silence.matchers, alert.labels)).map(({ id }) => id);
  return {
    ...view,
    alerts: view.alerts.map((alert) => ({ ...alert, silencedBy: [...alert.silencedBy, ...silencing(alert)] })),
    silences: [...view.silences, ...silences],
  };
}
