import { pastAlerts } from '../../frames/past-alerts.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { evidenceIn } from '../../session/evidence-of.ts';
import { readWholeLedger } from '../../session/ledger.ts';
import { Observer } from '../../session/observe.ts';
import { withPastAcks } from '../../session/past-acks.ts';
import { ledgerAt } from '../../session/past-ledger.ts';
import type { Scene } from '../../session/session.ts';
import type { Millis } from '../../units.ts';
import { allOf, createCollector, type Servers, type Stored } from './context.ts';

/** What rooms of the past are asked of; `asked` is the part of the plan that is asked for. */
export interface PastSources {
  readonly plan: Plan;
  readonly asked: Plan;
  readonly servers: Servers;
  readonly stored: Stored;
}

/**
 * The room as it was at an instant: with the alerts Prometheus remembers, the acknowledgements of the journal, and every
 * later act undone. Given up by the signal, what was not answered by then is not known.
 */
export async function lookBack(
  { plan, asked, servers, stored: { store, journal } }: PastSources,
  at: Millis,
  signal?: AbortSignal,
): Promise<Scene> {
  const ledger = readWholeLedger(store, journal).then((now) => ledgerAt(now, at));
  const alerts = withPastAcks(pastAlerts(allOf(servers), at), ledger, at, plan.profile.alerts);
  const alertmanager = servers.members.length > 0 ? [alerts] : [];
  const past = createCollector(asked, servers, { alertmanager, loki: [] });
  const scene = await new Observer(plan, past, asked).observe(at, ledger, signal);
  const evidenceOf = evidenceIn((await ledger).journal);
  return { ...scene, playback: { kind: 'past', paused: true }, evidenceOf };
}
