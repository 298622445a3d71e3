import { emptyHanded, withoutRecord } from '../../frames/blank.ts';
import type { Collector } from '../../frames/collect.ts';
import { pastAlerts } from '../../frames/past-alerts.ts';
import type { PastRanges } from '../../frames/past-ranges.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { evidenceIn } from '../../session/evidence-of.ts';
import { readWholeLedger } from '../../session/ledger.ts';
import { Observer } from '../../session/observe.ts';
import { withPastAcks } from '../../session/past-acks.ts';
import { ledgerAt } from '../../session/past-ledger.ts';
import type { Scene } from '../../session/session.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis } from '../../units.ts';
import { allOf, createCollector, type Servers, type Stored } from './context.ts';

/** What rooms of the past are asked of; `asked` is the part of the plan that is asked for. */
export interface PastSources {
  readonly plan: Plan;
  readonly asked: Plan;
  readonly servers: Servers;
  readonly stored: Stored;
  /** What was answered before of the past; absent where it is looked at once. */
  readonly ranges?: PastRanges;
}

/**
 * The room as it was at an instant: with the alerts Prometheus remembers, the acknowledgements of the journal, and every
 * later act undone. Given up by the signal, what was not answered by then is not known.
 */
export async function lookBack(
  { plan, asked, servers, stored: { store, journal }, ranges }: PastSources,
  at: Millis,
  signal?: AbortSignal,
): Promise<Scene> {
  const ledger = readWholeLedger(store, journal).then((now) => ledgerAt(now, at));
  const alerts = withPastAcks(pastAlerts(allOf(servers), at), ledger, at, plan.profile.alerts);
  const alertmanager = servers.members.length > 0 ? [alerts] : [];
  const prometheus = servers.prometheus.map(({ id, client }) => ranges?.of(id, client) ?? client);
  // Whoever has nothing to tell of then is not waited for.
  const asksLoki = asked.instant.some(({ source }) => source === 'loki');
  const past = createCollector(asked, servers, { prometheus, alertmanager, ...(!asksLoki && { loki: [] }) });
  let blank: readonly string[] = [];
  const heeding: Pick<Collector, 'collect' | 'collectRest'> = {
    async collect(...round) {
      const frame = await past.collect(...round);
      blank = await blankOf(emptyHanded(frame), servers, at, signal);
      return withoutRecord(frame, blank);
    },
    collectRest: (...round) => past.collectRest(...round),
  };
  const scene = await new Observer(plan, heeding, asked).observe(at, ledger, signal);
  const evidenceOf = evidenceIn((await ledger).journal);
  const told = blank.length > 0 && { blank: blank.map((id) => sanitiseLine(id)) };
  return { ...scene, playback: { kind: 'past', paused: true }, evidenceOf, ...told };
}

/** Those of some servers that scraped nothing then: what a profile asks for may just not have happened yet. */
async function blankOf(ids: readonly string[], { prometheus }: Servers, at: Millis, signal?: AbortSignal) {
  const asked = prometheus.filter(({ id }) => ids.includes(id));
  const answers = await Promise.all(asked.map(({ client }) => client.instant('count(up)', at, signal)));
  return asked
    .filter((_, i) => {
      const answer = answers[i];
      return answer?.ok === true && answer.value.samples.length === 0;
    })
    .map(({ id }) => id);
}
