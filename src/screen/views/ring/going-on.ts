import { deployRefusals, type Refusal } from '../../../room/rings/validation.ts';
import type { Ring, Room } from '../../../room/shown.ts';
import { joined, type Safe, safe } from '../../../text/safe.ts';
import { widthOf } from '../../../text/width.ts';
import { hindranceText, remedyText } from '../../../wording/remedies.ts';
import { blank, type Line, run, type Tone, wrap, wrapTo } from '../../canvas/runs.ts';
import { shownKey } from '../../core/key-names.ts';
import { keysOf } from '../../core/keymap.ts';
import { outlookOf } from '../../dialogs/validate/outlook.ts';
import type { DetailInput } from '../shared/detail.ts';

/** The next step of a ring, and what stands against it. */
interface NextStep {
  readonly does: 'validated' | 'deployed to';
  readonly ring: Ring;
  readonly refusals: readonly Refusal[];
  /** Whether a typed reason overrides all of it. */
  readonly isOverridable: boolean;
}

/** What comes next for a ring; of a validated one what comes after it. Null where it was the last. */
function nextStep(ring: Ring, room: Room, operator: string): NextStep | null {
  if (ring.validated !== null) {
    const next = room.rings.find(({ after, deployedAt }) => after.includes(ring.id) && deployedAt === null);
    return next ? deploying(next, room) : null;
  }
  if (ring.deployedAt === null || ring.state === 'rolled-back') return deploying(ring, room);
  const outlook = outlookOf(room, ring.id, operator);
  return { does: 'validated', ring, refusals: outlook?.refusals ?? [], isOverridable: outlook?.override != null };
}

const deploying = (ring: Ring, room: Room): NextStep => ({
  does: 'deployed to',
  ring,
  refusals: deployRefusals(room, ring.id),
  isOverridable: false,
});

const MARKS: Readonly<Record<Refusal['kind'], readonly [sign: 'fail' | 'waiting' | 'unknown', tone: Tone]>> = {
  fail: ['fail', 'fail'],
  undecided: ['waiting', 'accent'],
  missing: ['unknown', 'unknown'],
};

/**
 * Whether a ring may go on; if not, why, and what would make it. In `rows` rows at most, the answer always among them.
 */
export function goingOnLines(ring: Ring, input: DetailInput, rows: number): readonly Line[] {
  const { room, operator, width, glyphs, keymap, unicode } = input;
  const step = nextStep(ring, room, operator);
  if (step === null) return [];
  const { refusals } = step;
  const [override] = step.isOverridable ? keysOf(keymap, 'validate') : [];
  const way = safe(override === undefined ? '' : `; ${shownKey(override, unicode)} with a typed reason overrides that`);
  const answer = wrap(safe(`${answerWords(step)}${way}`), width).map(
    (text): Line => [
      run(text, refusals.length === 0 ? 'ok' : (MARKS[worstOf(refusals)]?.[1] ?? 'text'), { bold: true }),
    ],
  );
  const space = Math.max(0, rows - answer.length);
  const forms = (['both', 'why'] as const).map((form) =>
    refusals.flatMap((one) => hindranceLines(ring, one, form, input)),
  );
  const fitting = forms.find(({ length }) => length <= space);
  if (fitting !== undefined) return [...answer, ...fitting];
  const firsts = refusals.flatMap((one) => hindranceLines(ring, one, 'row', input));
  const shown = firsts.length <= space ? firsts : firsts.slice(0, Math.max(Math.min(1, space), space - 1));
  const hidden = firsts.length - shown.length;
  const more: Line[] = hidden > 0 && space > 1 ? [[run(`${glyphs.down} ${hidden} more`, 'accent')]] : [];
  return [...answer, ...shown, ...more];
}

const KINDS = ['fail', 'missing', 'undecided'] as const;

const worstOf = (refusals: readonly Refusal[]): Refusal['kind'] =>
  KINDS.find((kind) => refusals.some((refusal) => refusal.kind === kind)) ?? 'undecided';

function answerWords({ does, ring, refusals }: NextStep): Safe {
  if (refusals.length === 0) return safe(`${ring.id} may be ${does}: nothing is in the way`);
  const count = safe(refusals.length === 1 ? 'one reason' : `${refusals.length} reasons`);
  return safe(`${ring.id} may not be ${does} yet, for ${count}`);
}

/**
 * "✖ memory is 212 MB, at most 200 MB is allowed → memory must be at most 200 MB"
 * @param form why and what would make it; why alone; or that in one row
 */
function hindranceLines(
  { id }: Ring,
  refusal: Refusal,
  form: 'both' | 'why' | 'row',
  { room, width, glyphs, keymap, unicode }: DetailInput,
): Line[] {
  const [sign, tone] = MARKS[refusal.kind];
  const why = hindranceText(refusal, id, room);
  const lead = safe(`  ${glyphs[sign]} `);
  const under = blank(widthOf(lead));
  const space = width - widthOf(lead);
  const told = wrapTo(why, space, form === 'row' ? 1 : Infinity);
  const lines = told.map((text, i): Line => [run(`${i === 0 ? lead : under}${text}`, tone)]);
  const remedy = form === 'both' ? remedyText(refusal, room) : safe('');
  const keyed = remedy !== '' && refusal.why === 'alert' ? keysOf(keymap, 'acknowledge').slice(0, 1) : [];
  if (remedy === '') return lines;
  const way = safe(`${glyphs.right} ${joined([...keyed.map((key) => shownKey(key, unicode)), remedy], ' ')}`);
  if (widthOf(why) + 2 + widthOf(way) <= space) return [[run(`${lead}${why}`, tone), run(`  ${way}`)]];
  return [...lines, ...wrap(way, space).map((text): Line => [run(`${under}${text}`)])];
}
