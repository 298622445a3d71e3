import type { ActState } from '../shared/act-state.ts';
import type { Form } from '../shared/form.ts';

/** Which alerts somebody is on from now on. */
export interface ClaimDialog extends ActState {
  /** Fingerprints. */
  readonly targets: readonly string[];
  readonly form: Form<'note'>;
}
