import type { Safe } from '../../../text/safe.ts';
import type { Millis } from '../../../units.ts';
import type { Form } from '../shared/form.ts';

/**
 * From the evidence to the act. `override` is a step of its own, behind a typed word. `countdown` is the time in which it
 * can be taken back; it remembers what stood against the act when it was confirmed. A typed reason goes along.
 */
export type ValidateStage =
  | { readonly kind: 'review' }
  | { readonly kind: 'override' }
  | {
      readonly kind: 'countdown';
      readonly until: Millis;
      /** Whole seconds until then. */
      readonly left: number;
      readonly becomes: 'validation' | 'confirmation';
      readonly override: string | null;
      readonly against: readonly string[];
    }
  | { readonly kind: 'busy'; readonly override: string | null };

/** A ring that is to be validated, and how far one has come with it. */
export interface ValidateDialog {
  readonly ring: Safe;
  readonly stage: ValidateStage;
  /** `typed` must become the ring's id, or the word that leads to the override. */
  readonly form: Form<'typed' | 'note' | 'reason'>;
  readonly message: Safe;
}
