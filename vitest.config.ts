import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that wait for servers, terminals or programs, longest first: none of them is then alone at the end. */
const WAITING = ['test/stack', 'test/e2e', 'test/operations', 'test/commands'];

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = WAITING.findIndex((folder) => moduleId.includes(`/${folder}/`));
      return at < 0 ? WAITING.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // More than the two cores it is measured on: tests on real servers wait most of the time.
    maxWorkers: 5,
    // Files of one worker share the modules they load, which is a third of the whole time; what a test changes of a module
    // or of the process it puts back.
    isolate: false,
    sequence: { sequencer: WaitingFirst },
    env: {
      // As the program is built: React's checks for its own developers cost more than drawing a screen.
      NODE_ENV: 'production',
      // Programs that tests start again and again are compiled once.
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
      // Servers and tools in Go hold little here; left to themselves they spend a third of their time on collecting garbage.
      GOGC: '400',
      // Commands run in this process and in others: a local time is the same in all.
      TZ: 'UTC',
    },
    // A machine under load is slow, not wrong: nothing waits this long when it works.
    testTimeout: 180_000,
    // Where a change is judged, one test in thousands that stumbles over a busy machine is tried once more, and told.
    retry: process.env.CI === 'true' ? 1 : 0,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
