import type { History } from '../../frames/history.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { SourceErrorKind } from '../../sources/error.ts';
import type { Millis } from '../../units.ts';
import { type AlertClaim, claimsOf } from '../acks/claims.ts';
import { Answers } from '../answers.ts';
import type { JournalEntry } from '../journal.ts';
import { type OnCall, onCallOf } from '../on-call/on-call.ts';
import { EachPart, Part } from '../parts.ts';
import { share } from '../share.ts';
import { foreignSilences, type RoomSilence } from '../silences/foreign-silences.ts';
import type { SourceStatus } from '../sources.ts';
import { type AttributedRing, attributionContext } from '../versions/attribution.ts';
import type { RoomAlert } from './alert.ts';
import { type Alertmanagers, alertmanagersOf } from './alertmanagers.ts';
import { type Alerts, listAlerts, type StandingAlert, withClocks } from './alerts.ts';
import { countIncidents, type Incidents } from './incidents.ts';
import { PrometheusWord } from './prometheus-word.ts';

/** What a server is heard to say that is down; one that refuses us, or has another time, raises alerts all the same. */
const AS_IF_DOWN: ReadonlySet<SourceErrorKind | undefined> = new Set(['unreachable', 'timeout', 'server']);

const silentAmong = (sources: readonly SourceStatus[]): readonly string[] =>
  sources.flatMap(({ id, kind, state, error }) =>
    kind === 'prometheus' && state === 'failed' && AS_IF_DOWN.has(error?.kind) ? [id] : [],
  );

/** The alerts of rooms that follow each other, and all that goes with them. */
export class AlertsBuilder {
  readonly #plan: Plan;
  readonly #alertmanagers = new Part<Alertmanagers>();
  readonly #word = new Part<PrometheusWord>();
  readonly #silent = new Part<readonly string[]>();
  readonly #answers = new Part<Answers>();
  readonly #claims = new Part<ReadonlyMap<string, AlertClaim>>();
  readonly #onCall = new Part<OnCall | null>();
  readonly #rings = new Part<readonly AttributedRing[]>();
  readonly #context = new Part<ReturnType<typeof attributionContext>>();
  readonly #listed = new Part<ReturnType<typeof listAlerts>>();
  readonly #list = new EachPart<StandingAlert, RoomAlert>();
  readonly #alerts = new Part<Alerts>();
  readonly #silences = new Part<readonly RoomSilence[]>();
  readonly #incidents = new Part<Incidents | null>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  at(
    history: History,
    journal: readonly JournalEntry[],
    { rings, sources }: { readonly rings: readonly AttributedRing[]; readonly sources: readonly SourceStatus[] },
    now: Millis,
  ) {
    const { profile, staleAfter } = this.#plan;
    const settings = profile.alerts;
    const frame = [history, history.frames];
    const alertmanagers = this.#alertmanagers.at(now, frame, (moment) =>
      alertmanagersOf(Object.fromEntries(history.alertmanagers), moment, staleAfter),
    );
    const word = this.#word.at(now, frame, () => new PrometheusWord(history));
    const answers = this.#answers.at(
      now,
      [alertmanagers, journal],
      () => new Answers(alertmanagers, journal, settings),
    );
    const claims = this.#claims.at(now, [journal], (moment) => claimsOf(journal, moment));
    const onCall = this.#onCall.at(now, frame, (moment, before) => share(onCallOf(profile, history, moment), before));
    // Of a ring that soaks all else may change every second.
    const attributed = this.#rings.at(now, [rings], (_, before) =>
      share(
        rings.map(({ id, deployedAt, validated }) => ({ id, deployedAt, validated })),
        before,
      ),
    );
    const context = this.#context.at(now, [attributed], () => attributionContext(this.#plan, attributed));
    const silent = this.#silent.at(now, [sources], (_, before) => share(silentAmong(sources), before));
    const about = { ...context, claims, onCall, answers, word, silent, journal };
    const listed = this.#listed.at(now, Object.values({ alertmanagers, ...about }), (moment) =>
      listAlerts(alertmanagers, settings, moment, about),
    );
    const list = this.#list.at(now, listed.list, [answers, onCall], (alert, moment) =>
      withClocks(alert, settings, moment, about),
    );
    const { firing } = history;
    return {
      alerts: this.#alerts.at(now, [listed, list], () => ({ ...listed, list })),
      silences: this.#silences.at(now, [alertmanagers], () => foreignSilences(alertmanagers, settings)),
      onCall,
      incidents: this.#incidents.at(
        now,
        [...frame, listed, answers],
        (moment, before) =>
          firing &&
          share(
            countIncidents({ log: firing, alerts: listed, answers, profile, staleAfter, moment }),
            before ?? undefined,
          ),
      ),
    };
  }
}
