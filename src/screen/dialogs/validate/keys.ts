import { SHORTEST_REASON } from '../../../room/rings/attempt.ts';
import { type SafeArgument, safe } from '../../../text/safe.ts';
import { addSeconds } from '../../../units.ts';
import { also, only, type ScreenEvent, type Step } from '../../core/effects.ts';
import type { Dialog } from '../../core/kinds.ts';
import type { ScreenState } from '../../core/state.ts';
import type { Here, World } from '../../core/world.ts';
import { inField, withValues } from '../shared/form.ts';
import { fillIn, keyOf } from '../shared/typing.ts';
import { COUNTDOWN, countDown, sendOff } from './countdown.ts';
import { type Outlook, outlookOf } from './outlook.ts';
import type { ValidateDialog } from './state.ts';

/** The word that leads from a refusal to the override: no single key does. */
export const OVERRIDE = 'override';

type Field = 'typed' | 'note' | 'reason';

/** From the evidence over a typed confirmation, and the time to take it back, to the act. */
export function validateKeys(dialog: Dialog<'validate'>, event: ScreenEvent, { state, world }: Here): Step {
  const { stage } = dialog;
  if (stage.kind === 'busy') return only(state);
  if (stage.kind === 'countdown') return countDown(state, dialog, stage, event, world);
  if (keyOf(event) === 'esc') return only({ ...state, dialog: null });
  const room = world.scene?.room;
  const outlook = room && outlookOf(room, dialog.ring, world.operator);
  if (outlook === undefined) return only(state);
  if (keyOf(event) === 'enter') return confirm(state, dialog, outlook, world);
  const form = fillIn(dialog.form, fieldsOf(dialog, outlook), event);
  return only({ ...state, dialog: { ...dialog, form, message: safe('') } });
}

/** The fields one can type into, as the ring stands. */
export function fieldsOf({ stage }: ValidateDialog, outlook: Outlook): readonly [Field, ...Field[]] {
  if (stage.kind === 'override') return ['reason', 'typed'];
  return outlook.kind === 'refused' || outlook.kind === 'waits' ? ['typed'] : ['typed', 'note'];
}

function confirm(state: ScreenState, dialog: Dialog<'validate'>, outlook: Outlook, world: World): Step {
  const { form, ring, stage } = dialog;
  const to = (more: Partial<ValidateDialog>) => only({ ...state, dialog: { ...dialog, ...more } });
  const say = <T extends string>(field: Field, message: SafeArgument<T>) =>
    to({ form: inField(form, field), message: safe<T>(message) });
  const typed = form.values.typed.trim();
  if (stage.kind === 'override') {
    const override = form.values.reason.trim();
    if (outlook.override === null)
      return to({
        stage: { kind: 'review' },
        form: withValues(form, { typed: '' }),
        message: safe('The ring has changed: look again.'),
      });
    if (override.length < SHORTEST_REASON)
      return say(
        'reason',
        `Give a reason of at least ${SHORTEST_REASON} characters: the journal keeps it permanently.`,
      );
    if (typed !== ring) return say('typed', `Type ${ring} to confirm.`);
    return begin(state, dialog, outlook, outlook.override, override, world);
  }
  if (outlook.kind === 'waits') return say('typed', 'Another operator must confirm it; esc closes this.');
  if (outlook.kind === 'refused') {
    if (outlook.override === null) return say('typed', 'It may not be validated now; esc closes this.');
    if (typed !== OVERRIDE) return say('typed', `Type ${OVERRIDE} to go on anyway, or press esc.`);
    const empty = inField(withValues(form, { typed: '' }), 'reason');
    return to({ stage: { kind: 'override' }, form: empty, message: safe('') });
  }
  if (typed !== ring) return say('typed', `Type ${ring} to confirm.`);
  return begin(state, dialog, outlook, outlook.kind, null, world);
}

/** A request can be withdrawn as long as it waits, so it is sent at once; what validates counts down first. */
function begin(
  state: ScreenState,
  dialog: Dialog<'validate'>,
  { against }: Outlook,
  becomes: 'validation' | 'request' | 'confirmation',
  override: string | null,
  world: World,
): Step {
  if (becomes === 'request') return sendOff(state, dialog, override);
  const until = addSeconds(world.now, COUNTDOWN);
  const stage = { kind: 'countdown', until, left: COUNTDOWN, becomes, override, against } as const;
  return also({ ...state, dialog: { ...dialog, stage, message: safe('') } }, { kind: 'tick', until });
}
