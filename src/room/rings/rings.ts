import { isPlausible } from '../../frames/rollout-start.ts';
import type { PlannedRing } from '../../profile/plan/plan.ts';
import type { Query } from '../../profile/query.ts';
import { formatDuration } from '../../text/format.ts';
import { type Millis, millis } from '../../units.ts';
import { type Observed, readScalar } from '../readings.ts';
import type { Check, Reading, Ring, RingState, Soak, Traffic, Validation, Verdict } from '../room.ts';
import { type RingLedger, standing } from './approvals.ts';
import { judgeReading } from './limits.ts';
import { soakByVerdict, standingByVerdict } from './ring-verdict.ts';
import { rollBackText } from './roll-back.ts';
import { measureSoak, soakLeft } from './soak.ts';

/** What of the room a ring depends on; null where the profile has none. */
interface RingSurroundings {
  readonly verdict: Verdict | null;
  readonly traffic: Traffic | null;
  /** When a ring was deployed last. */
  readonly newest: Millis | null;
}

/** All rings in order. @param verdict on the candidate @param traffic of both versions; null where nothing is compared */
export function buildRings(
  planned: readonly PlannedRing[],
  ledger: RingLedger,
  observed: Observed,
  verdict: Verdict | null = null,
  traffic: Traffic | null = null,
): Ring[] {
  const starts = planned.flatMap(({ deployed }) => (deployed === null ? [] : (startOf(deployed, observed) ?? [])));
  const newest = starts.length === 0 ? null : millis(Math.max(...starts));
  return planned.map((ring) => buildRing(ring, ledger, observed, { verdict, traffic, newest }));
}

function buildRing(
  ring: PlannedRing,
  ledger: RingLedger,
  observed: Observed,
  { verdict, traffic, newest }: RingSurroundings,
): Ring {
  const checks = ring.checks.map((check): Check => {
    const reading = readScalar(check.expr, observed);
    const { id, label, expr, unit, critical, limit } = check;
    return { id, label, expr, unit, critical, reading, limit, state: judgeReading(reading, limit) };
  });
  const deployment = readDeployment(ring, checks, observed);
  const measured = deployment.at === null ? null : measureSoak(ring, checks, deployment.at, observed);
  const { id, name, after, approvals } = ring;
  const { records } = ledger;
  const deployedAt = deployment.at;
  const { validated, approval } = standing({ id, approvals, deployedAt }, ledger, observed.now);
  const unmet = records === null ? [] : ring.after.filter((id) => !Object.hasOwn(records, id));
  const asked = approval ? `, asked for by ${approval.by}: another operator must confirm` : '';
  const judged = standingByVerdict(ring, verdict, validated !== null);
  const soak = soakByVerdict(measured, ring, verdict, { judged, deployedAt: deployment.at });
  const { rolledBack } = deployment;
  // Whatever was deployed after it is a rollout of its own, in which the ring has its turn still before it.
  const isOver = rolledBack !== null && newest !== null && newest > rolledBack;
  const { state, reason } = describe({
    checks,
    deployment,
    soak,
    validated,
    unmet,
    storeReadable: records !== null,
    judged,
    rollBack: rolledBack === null || isOver ? null : rollBackText(rolledBack, observed.now, { checks, traffic }),
    wantsPass: ring.verdict === 'pass' && verdict?.method === 'e-process' && verdict.state === 'inconclusive',
  });
  return {
    id,
    name,
    ...(ring.verdict && { verdict: ring.verdict }),
    after,
    state,
    reason: reason + asked,
    validated,
    approvals,
    approval,
    deployedAt,
    soak,
    checks,
  };
}

/** The instant a ring was deployed at, while that is known. */
function startOf(deployed: Query, observed: Observed): Millis | null {
  const at = timeOf(readScalar(deployed, observed));
  return at !== null && isPlausible(at, observed.now) ? at : null;
}

const timeOf = (reading: Reading): Millis | null =>
  reading.known && reading.value > 0 ? millis(reading.value * 1000) : null;

interface Deployment {
  /** Null when it is not deployed, or unknown. */
  readonly at: Millis | null;
  /** When it was seen deployed for the last time, where it is not any more. */
  readonly rolledBack: Millis | null;
  readonly unknown: string | null;
  /** Deployed share of the ring while that is below 1. */
  readonly progress: number | null;
}

/** Without a query for it, a ring counts as deployed since its checks first had data. */
function readDeployment(ring: PlannedRing, checks: readonly Check[], observed: Observed): Deployment {
  const share = ring.progress === null ? null : readScalar(ring.progress, observed);
  const progress = share?.known && share.value < 1 ? share.value : null;
  // How far the deployment has come must be known before anything is said of the ring.
  const unknown = share !== null && !share.known ? `how much is deployed is unknown: ${share.detail}` : null;
  if (ring.deployed === null) {
    const starts = ring.checks.flatMap((check) => observed.history.track(check.expr)?.first ?? []);
    if (starts.length > 0) return { at: millis(Math.min(...starts)), rolledBack: null, unknown, progress };
    return { at: null, rolledBack: null, unknown: unknown ?? whyUnseen(checks), progress };
  }
  const { deployed } = ring;
  const seen = () => observed.history.track(deployed)?.lastAboveZero ?? null;
  const reading = readScalar(deployed, observed);
  if (reading.known) {
    const at = timeOf(reading);
    if (at !== null && !isPlausible(at, observed.now)) {
      const why = `the query answers ${reading.value}, which is no Unix time in seconds`;
      return { at: null, rolledBack: null, unknown: `when it was deployed is unknown: ${why}`, progress };
    }
    return { at, rolledBack: at === null ? seen() : null, unknown: at === null ? null : unknown, progress };
  }
  if (reading.reason === 'no-series') return { at: null, rolledBack: seen(), unknown: null, progress };
  return { at: lastDeployment(reading), rolledBack: null, unknown: reading.detail, progress };
}

/** Why it cannot be told whether checks have data, when it cannot: only that there is no series, or no traffic, tells. */
function whyUnseen(checks: readonly Check[]): string | null {
  for (const { reading } of checks)
    if (!reading.known && reading.reason !== 'no-series' && reading.reason !== 'not-a-number')
      return `whether it is deployed is unknown: ${reading.detail}`;
  return null;
}

const lastDeployment = (reading: Reading): Millis | null =>
  !reading.known && reading.last && reading.last.value > 0 ? millis(reading.last.value * 1000) : null;

interface Facts {
  readonly checks: readonly Check[];
  readonly deployment: Deployment;
  readonly soak: Soak | null;
  readonly validated: Validation | null;
  /** Since when and what is left, where it was rolled back. */
  readonly rollBack: string | null;
  readonly unmet: readonly string[];
  readonly storeReadable: boolean;
  /** What the verdict says of it, where the ring asks for one. */
  readonly judged: { readonly state: RingState; readonly reason: string } | null;
  /** It must pass, and there is too little evidence yet. */
  readonly wantsPass: boolean;
}

function describe({ checks, deployment, soak, validated, rollBack, unmet, storeReadable, judged, wantsPass }: Facts): {
  state: RingState;
  reason: string;
} {
  const labels = (state: Check['state']) => checks.filter((check) => check.state === state).map((check) => check.label);
  const failing = labels('fail');
  if (!storeReadable) return { state: 'unknown', reason: 'the ring store cannot be read' };
  if (deployment.unknown !== null) return { state: 'unknown', reason: deployment.unknown };
  if (rollBack !== null) return { state: 'rolled-back', reason: rollBack };
  if (deployment.at === null) {
    const reason = unmet.length > 0 ? `waits for ${unmet.join(', ')}` : 'not deployed yet';
    return validated
      ? { state: 'validated', reason: 'validated, but nothing is deployed' }
      : { state: 'waiting', reason };
  }
  if (failing.length > 0) return { state: 'failing', reason: `${failing.join(', ')} beyond the limit` };
  if (judged?.state === 'failing') return judged;
  if (checks.some((check) => check.state === 'unknown')) return { state: 'unknown', reason: ignoranceReason(checks) };
  if (judged) return judged;
  if (validated) return { state: 'validated', reason: validationReason(validated) };
  if (deployment.progress !== null)
    return { state: 'deploying', reason: `${Math.floor(deployment.progress * 100)} % deployed` };
  // Deployed before its turn: it soaks all the same, and whoever looks should know.
  const early = unmet.length > 0 ? `, but ${unmet.join(', ')} is not validated` : '';
  if (soak && soak.elapsed < soak.required)
    return { state: 'soaking', reason: `${formatDuration(soakLeft(soak))} of soak left${early}` };
  if (wantsPass) return { state: 'soaking', reason: `waits for the verdict to pass${early}` };
  return { state: 'ready', reason: early ? `soaked${early}` : 'ready to be validated' };
}

function ignoranceReason(checks: readonly Check[]): string {
  const unknown = checks.filter(({ state }) => state === 'unknown');
  const labels = unknown.map(({ label }) => label);
  const [partial, ...others] = unknown.map(({ reading }) =>
    !reading.known && reading.reason === 'partial' ? reading.detail : null,
  );
  return partial && !others.includes(null)
    ? `${labels.join(', ')} undecided, ${partial}`
    : `${count(labels, 'check')} unknown: ${labels.join(', ')}`;
}

function validationReason({ by, approvedBy, override }: Validation): string {
  const who = by === '' ? 'validated' : `validated by ${by}`;
  const confirmed = approvedBy === undefined ? '' : `, confirmed by ${approvedBy}`;
  return `${who}${confirmed}${override === undefined ? '' : ` (override: ${override})`}`;
}

const count = (items: readonly string[], noun: string) => `${items.length} ${noun}${items.length === 1 ? '' : 's'}`;
