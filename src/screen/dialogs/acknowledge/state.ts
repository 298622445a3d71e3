import type { AlertResult } from '../../../operations/operations.ts';
import type { Shown } from '../../../room/safe.ts';
import type { ActState } from '../shared/act-state.ts';
import type { Form } from '../shared/form.ts';

/** Which alerts are to be acknowledged, and what was typed of it. */
export interface AcknowledgeDialog extends ActState {
  /** Fingerprints. */
  readonly targets: readonly string[];
  readonly form: Form<'note' | 'duration'>;
  /** What came of each alert the last time, where not all of it went well. */
  readonly came: readonly Shown<AlertResult>[];
}
