import type { Format } from '../../../pictures/formats.ts';

/** What a picture of the screen is to be saved as. */
export interface SaveDialog {
  readonly format: Format;
}
