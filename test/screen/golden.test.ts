// Screens as they are, byte by byte, so that nobody changes one without knowing. A change that is meant is kept by
// `RINGDECK_GOLDEN=write npm test -- test/screen/golden.test.ts`; without it nothing is written.
import { test } from 'vitest';
import { expectGolden } from '../golden.ts';
import { framesAt, SIZES } from './golden-frames.ts';

test.each(SIZES)('every page, view, list and dialog looks as it did at %i×%i', (columns, rows) => {
  expectGolden(new URL(`golden/${columns}x${rows}.json.br`, import.meta.url), framesAt([columns, rows]));
});
