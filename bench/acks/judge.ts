import { casesOf, type Finding } from './case.ts';
import { judgeAcks, type Outlived } from './judge-acks.ts';
import { type End, endsOf, judgeEnds, judgePages } from './judge-ends.ts';
import { judgeNaming, judgeSights, judgeWords } from './judge-sights.ts';
import type { Run } from './run.ts';

/** What came of a run. */
export interface Judgement {
  /** Promises that were broken. */
  readonly findings: readonly Finding[];
  readonly incidents: number;
  readonly acks: number;
  readonly outlived: readonly Outlived[];
  readonly ends: readonly End[];
}

export function judge(run: Run): Judgement {
  const all = casesOf(run).map((one) => {
    const ends = endsOf(run, one);
    const acks = judgeAcks(run, one);
    const findings = [
      ...acks.findings,
      ...judgeEnds(run, one, ends),
      ...judgePages(run, one),
      ...judgeSights(run, one),
      ...judgeNaming(run, one, ends),
      ...judgeWords(run, one, ends),
    ];
    return { findings, ends, outlived: acks.outlived, incidents: one.incidents.length };
  });
  return {
    findings: all.flatMap(({ findings }) => findings),
    incidents: all.reduce((sum, { incidents }) => sum + incidents, 0),
    acks: run.silences.length,
    outlived: all.flatMap(({ outlived }) => outlived),
    ends: all.flatMap(({ ends }) => ends),
  };
}

/** What has not come so long after the last switch never will, in milliseconds. */
const LONGEST = 150_000;

/** A room writes its lines when nobody waits for it, in milliseconds. */
const WRITING = 15_000;

/** Whether nothing is to come any more: every end is told or never will be, no acknowledgement stands, the journal is written. */
export function isSettled(run: Run): boolean {
  if (run.ended > run.began + run.plan.length + LONGEST) return true;
  const standing = run.silences.some(({ to }) => to > run.ended);
  const { ends, findings } = judge(run);
  const writing =
    findings.some(({ check }) => check === 'journal') && !run.silences.every(({ to }) => to < run.ended - WRITING);
  return !standing && !writing && ends.every(({ came }) => came !== 'pending');
}
