import { RawWindows } from '../../../src/frames/raw/raw-windows.ts';
import { StageJudge, type StageVerdict } from '../../../src/frames/stage-judge.ts';
import type { PlannedVerdict } from '../../../src/profile/plan/plan.ts';
import { countedSelectors, planVerdict } from '../../../src/profile/plan/verdict.ts';
import { verdictSchema } from '../../../src/profile/schema/verdict.ts';
import { millis, seconds } from '../../../src/units.ts';
import { Random } from '../random.ts';
import { SLO, SOAK, type StageOutcome, stagesOf } from './play.ts';
import type { Setting } from './setting.ts';
import { BEFORE, EPOCH, Site } from './site.ts';
import { type Slip, Storage } from './storage.ts';

/** A room asks so often. */
const REFRESH = 5;

/** What a room said of one stage, in words as well: the very judge that rooms have, asked for what is stored at each refresh. */
export interface RoomOutcome extends StageOutcome {
  /** What was said to be wrong with the profile, and since when. */
  readonly problem: NonNullable<StageVerdict['problem']>['kind'] | null;
  readonly problemAt: number;
  /** When trouble was first said to be over. */
  readonly recoveredAt: number;
  /** V2 passed after it had been called worse. */
  readonly passedAfterFail: boolean;
}

/** @param stage which of the rollout's @param slip what is wrong with the profile */
export async function playInRoom(
  setting: Setting,
  stage: number,
  seed: number,
  slip: Slip | null,
): Promise<RoomOutcome> {
  const site = new Site(setting, setting.shares[stage] ?? 0, new Random(seed));
  const plan = planOf(setting, stage, slip);
  const judge = new StageJudge(plan, stagesOf(setting));
  const windows = new RawWindows(new Map(countedSelectors(plan).map((selector) => [selector, 'rollout'])));
  const storage = new Storage(plan, slip);
  const since = millis(EPOCH * 1000);
  const heard = new Heard();
  for (let at = -BEFORE; at < setting.stage; at += setting.scrape) {
    site.scrape(at, (pod, time, took) => storage.store(pod, time, took));
    for (let now = Math.max(0, at) + REFRESH; now <= at + setting.scrape; now += REFRESH) {
      const asked = millis((EPOCH + now) * 1000);
      judge.take(await windows.ask(storage.at(EPOCH + now), asked, since), asked, () => seconds(SOAK));
      heard.hear(judge.look(asked), now);
    }
  }
  return heard.outcome;
}

function planOf({ shares, ramp, zoneLabel }: Setting, stage: number, slip: Slip | null): PlannedVerdict {
  const of = (name: string) => `${name}{version="$version"}`;
  const spec = verdictSchema.parse({
    requests: of('http_requests_total'),
    errors: of('http_errors_total'),
    latency: { buckets: of('http_duration_seconds_bucket'), slo: SLO },
    up: of('up'),
    started: of('process_start_time_seconds'),
    ...(zoneLabel && { zone: 'zone' }),
    ...(!ramp && { share: shares[stage] }),
    ...slip?.profile,
  });
  const fill = (version: string) => (query: string) => query.replaceAll('$version', version);
  return planVerdict(spec, fill('v1'), fill('v2'));
}

class Heard {
  outcome: RoomOutcome = {
    failedAt: Infinity,
    passedAt: Infinity,
    lastPassAt: -Infinity,
    state: 'INCONCLUSIVE',
    rivals: null,
    problem: null,
    problemAt: Infinity,
    recoveredAt: Infinity,
    passedAfterFail: false,
  };

  /** @param now in seconds since the stage began */
  hear(said: StageVerdict | null, now: number): void {
    if (!said) return;
    const { problem, verdict } = said;
    const before = this.outcome;
    const known = problem ? { problem: problem.kind, problemAt: Math.min(before.problemAt, now) } : {};
    const state = problem === null && verdict ? verdict.state : 'INCONCLUSIVE';
    const isOver = verdict?.reasons.some(({ kind }) => kind === 'recovered') ?? false;
    const passes = state === 'PASS';
    this.outcome = {
      ...before,
      ...known,
      state,
      failedAt: state === 'FAIL' ? Math.min(before.failedAt, now) : before.failedAt,
      passedAt: passes ? Math.min(before.passedAt, now) : before.passedAt,
      lastPassAt: passes ? now : before.lastPassAt,
      recoveredAt: isOver ? Math.min(before.recoveredAt, now) : before.recoveredAt,
      passedAfterFail: before.passedAfterFail || (passes && before.failedAt < Infinity),
    };
  }
}
