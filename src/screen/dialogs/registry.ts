import type { Dialog, DialogKindId } from '../core/kinds.ts';
import { acknowledge } from './acknowledge/acknowledge.ts';
import { asked } from './asked/asked.ts';
import { claim } from './claim/claim.ts';
import { filter } from './filter/filter.ts';
import { governor } from './governor/governor.ts';
import { help } from './help/help.ts';
import type { DialogKind } from './kind.ts';
import { logFilter } from './log-filter/log-filter.ts';
import { logQuery } from './log-query/log-query.ts';
import { palette } from './palette/palette.ts';
import { revoke, withdraw } from './revoke/revoke.ts';
import { save } from './save/save.ts';
import { theme } from './theme/theme.ts';
import { validate } from './validate/validate.ts';

/** Every dialog. */
const DIALOG_KINDS: { readonly [K in DialogKindId]: DialogKind<Dialog<K>> } = {
  help,
  asked,
  governor,
  palette,
  theme,
  filter,
  'log-filter': logFilter,
  'log-query': logQuery,
  acknowledge,
  claim,
  validate,
  revoke,
  save,
  withdraw,
};

/** What there is to a dialog of its kind. */
export const dialogKind = <K extends DialogKindId>(dialog: Dialog<K>): DialogKind<Dialog<K>> =>
  DIALOG_KINDS[dialog.kind];

/** Whether keys are text while this dialog is open. */
export const takesText = (dialog: Dialog | null): boolean => dialog !== null && dialogKind(dialog).takesText;

/** Whether an act of the dialog is under way: its answer is waited for, and it cannot be taken back. */
export const isBusy = (dialog: Dialog): boolean => dialogKind(dialog).isBusy?.(dialog) ?? false;
