import type { Profile } from '../profile/schema.ts';
import { remapKeys } from '../screen/keys-remap.ts';
import { startScreen } from '../screen/start.tsx';
import type { Session } from '../session/session.ts';
import { canBeDrawnOn } from '../terminal/capabilities.ts';
import { describeFailure } from './failure.ts';
import { keepHeapSmall } from './heap.ts';
import { prepareLook } from './look.ts';
import type { GlobalOptions } from './options.ts';
import { say } from './print.ts';

/** A session that goes on by itself between start and stop. */
interface Running extends Session {
  start(): void;
  stop(): void;
}

/** Runs a session and shows it on the terminal until the operator quits. */
export async function show(session: Running, profile: Profile, options: GlobalOptions): Promise<void> {
  keepHeapSmall();
  const remapped = remapKeys(profile.keys);
  const { capabilities, themes, followsBackground, timeZone } = await prepareLook(options, profile.theme);
  session.start();
  try {
    await startScreen(session, {
      process,
      stdin: process.stdin,
      stdout: process.stdout,
      capabilities,
      themes,
      followsBackground,
      ...(remapped.ok && { keymap: remapped.keymap }),
      timeZone,
      tell: say,
      report: (error) => say(describeFailure(error).text),
    });
  } finally {
    session.stop();
  }
}

/** Whether there is a person at a terminal: keys come in and the screen goes out. */
export const isInteractive = (): boolean =>
  process.stdin.isTTY === true && process.stdout.isTTY === true && canBeDrawnOn(process.env);
