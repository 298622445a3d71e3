import { toVerdict } from '../../report/snapshot-verdict.ts';
import { deployedWith, deployRefusals, type Refusal, validateRefusals } from '../../room/rings/validation.ts';
import type { Ring, RingState, Room } from '../../room/room.ts';
import { refusalText } from '../../wording/refusals.ts';
import { regionReason } from '../../wording/rings.ts';
import { answerOf, EXIT } from '../shared/failure.ts';
import { boundNotes, notesOn, originNotes, type Purpose } from './notes.ts';

const WORDS = {
  [EXIT.ok]: 'pass',
  [EXIT.fail]: 'fail',
  [EXIT.undecided]: 'undecided',
  [EXIT.missing]: 'unknown',
} as const;
type Exit = keyof typeof WORDS;

/** What the gate says, as it prints it in JSON. */
export interface GateAnswer {
  readonly schemaVersion: 1;
  readonly at: string;
  readonly profile: string;
  readonly ring: string;
  readonly for: Purpose;
  readonly answer: (typeof WORDS)[Exit];
  readonly exit: Exit;
  readonly reasons: readonly { readonly kind: Refusal['kind']; readonly text: string }[];
  /** How rings in several regions stand in each; absent where there are none. */
  readonly regions?: readonly RegionAnswer[];
  /** What decides nothing, but whoever reads the answer should know. */
  readonly notes: readonly string[];
  /** As in snapshots; null where nothing is compared. */
  readonly verdict: ReturnType<typeof toVerdict>;
}

/** How a ring the answer rests on stands in one of its regions. */
interface RegionAnswer {
  readonly ring: string;
  readonly region: string;
  readonly state: RingState;
  readonly reason: string;
}

export function answerGate(room: Room, ringId: string, purpose: Purpose): GateAnswer {
  const refusals = purpose === 'deploy' ? deployRefusals(room, ringId) : validateRefusals(room, ringId);
  const exit = answerOf(refusals.map(({ kind }) => kind));
  const ring = room.rings.find(({ id }) => id === ringId);
  return {
    schemaVersion: 1,
    at: new Date(room.at).toISOString(),
    profile: room.profile.id,
    ring: ringId,
    for: purpose,
    answer: WORDS[exit],
    exit,
    reasons: refusals.map((refusal) => ({ kind: refusal.kind, text: refusalText(refusal, room) })),
    ...regionsIn(room, ring, purpose),
    notes: [...(ring ? notesOn(room, ring, purpose) : []), ...boundNotes(room), ...originNotes(room)],
    verdict: toVerdict(room),
  };
}

function regionsIn(room: Room, ring: Ring | undefined, purpose: Purpose): Pick<GateAnswer, 'regions'> {
  if (!ring) return {};
  const ids = purpose === 'deploy' ? deployedWith(ring) : [ring.id];
  const regions = room.rings
    .filter(({ id }) => ids.includes(id))
    .flatMap((one): readonly RegionAnswer[] =>
      (one.regions?.list ?? []).map((region) => {
        return { ring: one.id, region: region.id, state: region.state, reason: regionReason(one, region, room) };
      }),
    );
  return regions.length > 0 ? { regions } : {};
}

export function gateText({ ring, for: purpose, answer, exit, reasons, notes, verdict }: GateAnswer): string {
  const may = exit === EXIT.ok ? 'may' : exit === EXIT.fail ? 'may not' : 'may not yet';
  const head = `${answer.toUpperCase()}  ${ring} ${may} be ${purpose === 'deploy' ? 'deployed to' : 'validated'}`;
  const lines = [
    head,
    ...reasons.map(({ text }) => `  - ${text}`),
    ...(verdict?.judged ? [`  verdict: ${verdict.sentence}`] : []),
    ...notes.map((text) => `  note: ${text}`),
  ];
  return `${lines.join('\n')}\n`;
}
