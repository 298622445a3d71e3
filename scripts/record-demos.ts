import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { DEMOS, type Demo, demoTape, isDemo } from '../src/commands/shared/demos.ts';
import { SYSTEMS } from '../stack/profiles.ts';
import { startStack } from '../stack/stack.ts';
import { startCalmHost } from './calm-host.ts';

/*
 * Records the tapes of the demos, each on a stack of its own system, in real time: `npm run demos -- digitallz drop-craft`,
 * or all of them. Given several, they are recorded at once.
 */

/** What happens while a tape is recorded; times in seconds from its beginning. */
type Course =
  /** A rollout that the simulator plays by itself. */
  | { readonly script: string; readonly lasts: number }
  /** A fault, and its end. */
  | {
      readonly commands: readonly string[];
      readonly fault: string;
      readonly from: number;
      readonly to: number;
      readonly lasts: number;
    };

const FAULT = { from: 100, to: 400, lasts: 540 } as const;

const COURSES: Readonly<Record<Demo, Course>> = {
  supersmartmatch: { script: 'rollout', lasts: 2400 },
  'usb-video-vault': { ...FAULT, commands: ['deploy-ring1'], fault: 'ring-memory' },
  'deployment-system': { ...FAULT, commands: [], fault: 'deployments-fail' },
  digitallz: { script: 'digitallz-evening', lasts: 1080 },
  'drop-craft': { ...FAULT, commands: [], fault: 'shop-errors' },
};

/** Rates need as long to be what they are. */
const WARM_UP = 120_000;

async function record(demo: Demo): Promise<void> {
  const course = COURSES[demo];
  const script = 'script' in course ? { script: course.script } : {};
  const stack = await startStack({
    systems: SYSTEMS.filter((system) => system === demo),
    host: await startCalmHost(),
    ...script,
  });
  try {
    const urls = [
      '--prometheus',
      stack.prometheus.url,
      '--alertmanager',
      stack.alertmanager.url,
      '--loki',
      stack.lokiStandIn.url,
    ];
    if ('commands' in course) {
      for (const command of course.commands) await stack.simulator.play(command);
      await delay(WARM_UP);
    }
    const recorder = spawn(
      'bin/ringdeck',
      ['-c', demo, ...urls, 'record', '-o', demoTape(demo), '--for', `${course.lasts}s`],
      {
        stdio: 'inherit',
      },
    );
    const ended = once(recorder, 'exit');
    if ('fault' in course) {
      await delay(course.from * 1000);
      await stack.simulator.play(course.fault);
      await delay((course.to - course.from) * 1000);
      await stack.simulator.play('healthy');
    }
    const [code] = await ended;
    if (code !== 0) throw new Error(`the recorder of ${demo} ended with ${code}`);
  } finally {
    await stack.stop();
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !isDemo(name));
if (unknown !== undefined) {
  process.stderr.write(`There is no demo "${unknown}"; there are ${DEMOS.join(', ')}.\n`);
  process.exit(4);
}
await Promise.all((wanted.length > 0 ? wanted.filter(isDemo) : DEMOS).map(record));
process.exit(0);
