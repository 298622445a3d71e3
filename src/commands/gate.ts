import { setTimeout as delay } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { refusalText } from '../operations/refusal-text.ts';
import { byWhom, requestText } from '../operations/validation-text.ts';
import { nearest } from '../profile/nearest.ts';
import { toVerdict } from '../report/snapshot-verdict.ts';
import type { Room } from '../room/room.ts';
import { deployRefusals, type Refusal, validateRefusals } from '../room/validation.ts';
import type { Millis, Seconds } from '../units.ts';
import { openProfile, openServers } from './context.ts';
import { answerOf, describeFailure, EXIT, UsageError } from './failure.ts';
import { observer, observeWith } from './observe.ts';
import type { GlobalOptions } from './options.ts';

interface GateOptions extends GlobalOptions {
  readonly for: 'deploy' | 'validate';
  readonly wait?: Seconds;
  readonly at?: Millis;
  readonly format: 'text' | 'json';
}

const WORDS = {
  [EXIT.ok]: 'PASS',
  [EXIT.fail]: 'FAIL',
  [EXIT.undecided]: 'UNDECIDED',
  [EXIT.missing]: 'UNKNOWN',
} as const;
type Answer = keyof typeof WORDS;

/** Answers by exit code whether a ring may be deployed to, or validated. */
export async function gate(options: GateOptions, ringId: string): Promise<number> {
  const { plan } = openProfile(options);
  const ids = plan.rings.map((ring) => ring.id);
  if (!ids.includes(ringId)) {
    const meant = nearest(ringId, ids);
    throw new UsageError(
      `The profile has no ring "${ringId}"${meant ? `; did you mean "${meant}"?` : `; it has ${ids.join(', ') || 'none'}.`}`,
    );
  }
  const servers = openServers(plan);
  const look = options.at === undefined ? observer(plan, servers) : () => observeWith(plan, servers, options.at);
  const deadline = systemClock.now() + (options.at === undefined ? (options.wait ?? 0) * 1000 : 0);
  try {
    for (;;) {
      const { room } = await look();
      const refusals = options.for === 'deploy' ? deployRefusals(room, ringId) : validateRefusals(room, ringId);
      const answer = answerOf(refusals.map(({ kind }) => kind));
      const left = deadline - systemClock.now();
      // Time may bring evidence, and data that is missing just now; it takes no certain answer back.
      if (answer === EXIT.ok || answer === EXIT.fail || left <= 0) {
        process.stdout.write(say(options, ringId, answer, refusals, room));
        return answer;
      }
      await delay(Math.min(plan.profile.refresh * 1000, left));
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // What could not be looked at is not known; exit 1 would claim more.
    process.stderr.write(`ringdeck: ${describeFailure(error).text}\n`);
    return EXIT.missing;
  } finally {
    await servers.close();
  }
}

function say(
  { for: purpose, format }: GateOptions,
  ring: string,
  answer: Answer,
  refusals: readonly Refusal[],
  room: Room,
): string {
  const notes = notesOn(room, ring, purpose);
  const reasons = refusals.map((refusal) => ({ kind: refusal.kind, text: refusalText(refusal, room.at) }));
  if (format === 'json') {
    const verdict = room.comparison && toVerdict(room.comparison.verdict);
    const at = new Date(room.at).toISOString();
    return `${JSON.stringify({ schemaVersion: 1, at, profile: room.profile.id, ring, for: purpose, answer: WORDS[answer].toLowerCase(), exit: answer, reasons, notes, verdict }, null, 2)}\n`;
  }
  const question = purpose === 'deploy' ? `${ring} may be deployed to` : `${ring} may be validated`;
  const head =
    answer === EXIT.ok
      ? `PASS  ${question}`
      : `${WORDS[answer]}  ${question.replace(' may ', answer === EXIT.fail ? ' may not ' : ' may not yet ')}`;
  const judged = room.comparison?.verdict.judged ? [`  verdict: ${room.comparison.verdict.sentence}`] : [];
  return `${[head, ...reasons.map(({ text }) => `  - ${text}`), ...judged, ...notes.map((text) => `  note: ${text}`)].join('\n')}\n`;
}

/** What decides nothing here, but whoever reads the answer should know: overrides, and what waits for a second operator. */
function notesOn({ rings, at }: Room, id: string, purpose: GateOptions['for']): readonly string[] {
  const ring = rings.find((candidate) => candidate.id === id);
  const before = rings.filter((candidate) => ring?.after.includes(candidate.id));
  const validated = before.flatMap(({ id, validated }) =>
    validated && (validated.override !== undefined || validated.approvedBy !== undefined)
      ? [`${id} is validated ${byWhom(validated, at)}`]
      : [],
  );
  const asked = (purpose === 'deploy' ? before : ring ? [ring] : []).flatMap(({ id, approval }) =>
    approval ? [requestText(id, approval, at)] : [],
  );
  return [...(purpose === 'deploy' ? validated : []), ...asked];
}
