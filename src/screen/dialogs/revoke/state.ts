import type { Safe } from '../../../text/safe.ts';
import type { ActState } from '../shared/act-state.ts';
import type { Form } from '../shared/form.ts';

/** Takes back what was said of a ring: its validation, or the request for a second operator's word. */
export interface RevokeDialog extends ActState {
  readonly ring: Safe;
  /** What was typed to confirm must become the ring's id. */
  readonly form: Form<'typed' | 'note'>;
}
