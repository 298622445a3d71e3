// Screens as they are, byte by byte, so that nobody changes one without knowing. A change that is meant is kept by
// `RINGDECK_GOLDEN=write npm test -- test/screen/golden.test.tsx`; without it nothing is written.
import chalk from 'chalk';
import { afterAll, beforeAll, test } from 'vitest';
import { expectGolden } from '../golden.ts';
import { framesAt, SIZES } from './golden-frames.ts';

const { level } = chalk;
beforeAll(() => {
  chalk.level = 3;
});
afterAll(() => {
  chalk.level = level;
});

test.each(SIZES)('every page, view, list and dialog looks as it did at %i×%i', (columns, rows) => {
  expectGolden(new URL(`golden/${columns}x${rows}.json.br`, import.meta.url), framesAt([columns, rows]));
});
