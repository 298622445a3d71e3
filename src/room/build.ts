import type { History } from '../frames/history.ts';
import type { Plan } from '../profile/plan/plan.ts';
import type { Millis } from '../units.ts';
import { AlertsBuilder } from './alerts/alerts-builder.ts';
import { withHold } from './alerts/hold.ts';
import { type Unanswered, unansweredQueries } from './alerts/unanswered.ts';
import { type Boards, buildBoards } from './boards/build.ts';
import { withOthers } from './boards/build-panel.ts';
import type { RoomPanel } from './boards/panel.ts';
import { summarise } from './findings.ts';
import { buildInfra, type InfraItem } from './infra.ts';
import type { JournalEntry } from './journal.ts';
import { buildPatterns, type RoomPatterns } from './logs/patterns.ts';
import type { Moment } from './moment.ts';
import { Part } from './parts.ts';
import type { Observed } from './readings.ts';
import type { RingRecords } from './rings/approvals.ts';
import { buildRings, type Ring } from './rings/rings.ts';
import type { Presence, Room } from './room.ts';
import { Safely, type Shown } from './safe.ts';
import { share } from './share.ts';
import { buildSlas, type RoomSla } from './slos/slas.ts';
import { buildSlos, type RoomSlo } from './slos/slos.ts';
import { buildSources, type SourceStatus } from './sources.ts';
import { buildComparison, type Comparison } from './versions/comparison.ts';
import { buildTraffic, type Traffic } from './versions/traffic.ts';

/** What the ring store and its journal say. */
export interface Ledger {
  /** Null when the store cannot be read; `error` then says why. */
  readonly records: RingRecords | null;
  readonly error: string | null;
  /** Oldest first. */
  readonly journal: readonly JournalEntry[];
  /** Null, or absent, when the store does not know who is in the room. */
  readonly presence?: readonly Presence[] | null;
}

/** What an act rested on is large, and nobody draws it: it stays in the ledger. */
function withoutEvidence(entry: JournalEntry & { readonly evidence?: unknown }): JournalEntry {
  const { evidence: _, ...shown } = entry;
  return shown;
}

/** The whole room at one instant: the only place where states are computed, and every text in it is safe to draw. */
export const buildRoom = (plan: Plan, history: History, ledger: Ledger, now: Millis): Shown<Room> =>
  new RoomBuilder(plan).build(history, ledger, now);

/**
 * Rooms that follow each other. Each is what `buildRoom` makes of the same; but only that is looked at anew which another
 * frame, another ledger or the time can have changed, and what is as it was before is the same object.
 */
export class RoomBuilder {
  readonly #plan: Plan;
  readonly #alerts: AlertsBuilder;
  readonly #comparison = new Part<Comparison | null>();
  readonly #traffic = new Part<Traffic | null>();
  readonly #rings = new Part<readonly Ring[]>();
  readonly #sources = new Part<readonly SourceStatus[]>();
  readonly #patterns = new Part<RoomPatterns | null>();
  readonly #infra = new Part<readonly InfraItem[]>();
  readonly #slos = new Part<readonly RoomSlo[]>();
  readonly #slas = new Part<readonly RoomSla[]>();
  readonly #unanswered = new Part<readonly Unanswered[]>();
  readonly #held = new Part<readonly Ring[]>();
  readonly #summary = new Part<ReturnType<typeof summarise>>();
  readonly #journal = new Part<readonly JournalEntry[]>();
  readonly #boards = new Part<Boards>();
  readonly #panels = new Part<readonly RoomPanel[]>();
  readonly #fixed: Pick<Room, 'profile' | 'refresh' | 'ackLife' | 'runbooks'>;
  readonly #safely = new Safely<Room>();

  constructor(plan: Plan) {
    const { profile } = plan;
    this.#plan = plan;
    this.#alerts = new AlertsBuilder(plan);
    this.#fixed = {
      profile: { id: profile.id, name: profile.name, environment: profile.environment },
      refresh: profile.refresh,
      ackLife: { duration: profile.alerts.ack_duration, max: profile.alerts.ack_max },
      runbooks: profile.runbooks ?? null,
    };
  }

  build(history: History, ledger: Ledger, now: Millis): Shown<Room> {
    const parts = this.#partsAt(history, ledger, now);
    const { rings, ringStoreError, sources, pages, ...others } = parts;
    const unanswered = this.#unanswered.at(now, [history, history.frames], (moment) =>
      unansweredQueries(this.#plan, this.#observed(history, moment)),
    );
    return this.#safely.of({
      at: now,
      ...this.#fixed,
      ...this.#summary.at(now, [...Object.values(parts), unanswered], () => summarise(parts, unanswered)),
      unanswered,
      sources,
      rings,
      ringStoreError,
      ...others,
      journal: this.#journal.at(now, [ledger.journal], () => ledger.journal.map(withoutEvidence)),
      presence: ledger.presence ?? null,
      pages,
    });
  }

  #observed(history: History, moment: Moment): Observed {
    return { history, moment, staleAfter: this.#plan.staleAfter, refresh: this.#plan.profile.refresh };
  }

  #partsAt(history: History, ledger: Ledger, now: Millis) {
    const plan = this.#plan;
    const { records, journal } = ledger;
    const frame = [history, history.frames];
    const observed = (moment: Moment) => this.#observed(history, moment);
    const comparison = this.#comparison.at(now, frame, (moment, before) =>
      share(buildComparison(plan, observed(moment)), before),
    );
    const traffic = this.#traffic.at(now, frame, (moment) => buildTraffic(plan, observed(moment)));
    const verdict = comparison?.verdict ?? null;
    const rings = this.#rings.at(now, [...frame, records, journal, verdict], (moment, before) =>
      share(buildRings(plan.rings, ledger, observed(moment), verdict), before),
    );
    const sources = this.#sources.at(now, frame, (moment, before) => share(buildSources(observed(moment)), before));
    const patterns = this.#patterns.at(now, frame, (moment) => buildPatterns(plan, observed(moment)));
    const { alerts, ...beside } = this.#alerts.at(history, journal, { rings, sources }, now);
    const infra = this.#infra.at(now, frame, (moment) => buildInfra(plan.infra, observed(moment)));
    const boards = this.#boards.at(now, frame, (moment, before) => share(buildBoards(plan, observed(moment)), before));
    const slos = this.#slos.at(now, frame, (moment, before) => share(buildSlos(plan.slos, observed(moment)), before));
    const slas = this.#slas.at(now, frame, (moment, before) => share(buildSlas(plan.slas, observed(moment)), before));
    const panels = this.#panels.at(now, [boards, alerts, slos, slas], (_, before) =>
      share(withOthers(boards.panels, { alerts, slos, slas }), before),
    );
    const held = this.#held.at(now, [rings, alerts, sources], () =>
      rings.map((ring) => withHold(ring, { alerts, sources })),
    );
    return {
      sources,
      rings: held,
      ringStoreError: ledger.error,
      comparison,
      traffic,
      patterns,
      alerts,
      ...beside,
      infra,
      panels,
      pages: boards.pages,
      slos,
      slas,
    };
  }
}
