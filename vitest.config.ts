import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // More than the two cores it is measured on: tests on real servers wait most of the time.
    maxWorkers: 4,
    // A machine under load is slow, not wrong: nothing waits this long when it works.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
