import { setTimeout as delay } from 'node:timers/promises';
import { Bridge } from '../bridge/bridge.ts';
import { ReportFolder } from '../bridge/folder.ts';
import { readTargets } from '../bridge/targets.ts';
import { systemClock } from '../clock.ts';
import type { ListenAddress } from '../exposition/address.ts';
import { expose } from '../exposition/text.ts';
import { secretValue } from '../sources/http/secret.ts';
import { sanitiseLine, sanitiseText } from '../text/sanitise.ts';
import type { Seconds } from '../units.ts';
import { describeFailure, EXIT, UsageError } from './shared/failure.ts';
import { listen } from './shared/listen.ts';
import { aborted, stopSignal } from './shared/stop.ts';
import { pathOf, type World } from './shared/world.ts';

interface BridgeOptions {
  readonly dir?: readonly string[];
  readonly post?: boolean;
  readonly listen: ListenAddress;
  readonly tokenFile?: string;
  readonly targets?: string;
  readonly poll: Seconds;
  readonly staleAfter: Seconds;
  readonly forgetAfter: Seconds;
  readonly maxHosts: number;
  readonly once?: boolean;
}

/** The ring collector's reports as Prometheus metrics: served until a signal comes, or printed once. */
export async function bridge(world: World, options: BridgeOptions): Promise<number> {
  const { out } = world;
  const { dir = [], post = false, once = false, poll, targets } = options;
  if (dir.length === 0 && !post) throw new UsageError('Say where reports come from: --dir, --post or both.');
  if (once && post) throw new UsageError('With --once nothing is received: leave out --post.');
  const folders = [...new Set(dir)].map((folder) => new ReportFolder(pathOf(world, folder)));
  const reports = new Bridge(options, systemClock);
  const readFolder = async (folder: ReportFolder) => {
    for (const line of await reports.read(folder)) out.say(sanitiseLine(line));
  };
  const readTargetsOf = followTargets(world, reports, targets);

  if (once) {
    await Promise.all([readTargetsOf(), ...folders.map(readFolder)]);
    out.print(sanitiseText(await expose(reports.families(), 'text')));
    return EXIT.ok;
  }

  const token = () => bearerToken(world, options);
  if (post) await token();
  const stop = stopSignal(world);
  const server = await listen(
    out,
    options.listen,
    () => reports.families(),
    post ? reports.receiver(token) : undefined,
  );
  // Each by itself: a share that hangs holds up no other.
  const follow = async (read: () => Promise<void>) => {
    while (!stop.aborted) {
      await read();
      await delay(poll * 1000, undefined, { signal: stop }).catch(() => {});
    }
  };
  for (const folder of folders) void follow(() => readFolder(folder));
  void follow(readTargetsOf);
  await aborted(stop);
  await server.close();
  return EXIT.ok;
}

/** Reads the targets anew each time it is called; what was read last stands while they cannot be read, and that is said once. */
function followTargets(world: World, reports: Bridge, path: string | undefined): () => Promise<void> {
  if (path === undefined) return async () => {};
  reports.targets = 'unread';
  let said: readonly string[] = [];
  return async () => {
    const before = said;
    said = await readTargets(pathOf(world, path)).then(
      ({ targets, unread }) => {
        reports.targets = targets;
        return unread;
      },
      (error: unknown) => [describeFailure(error).text],
    );
    for (const why of said) if (!before.includes(why)) world.out.say(sanitiseLine(`${path} gives no targets: ${why}`));
  };
}

/** What a POST must bear: the file's content as it is now, else RINGDECK_BRIDGE_TOKEN; null when there is neither. */
async function bearerToken(world: World, { tokenFile }: BridgeOptions): Promise<string | null> {
  const fromEnvironment = world.env.RINGDECK_BRIDGE_TOKEN;
  if (tokenFile === undefined && fromEnvironment === undefined) return null;
  const token = await secretValue('token', fromEnvironment, tokenFile && pathOf(world, tokenFile)).catch(
    (error: Error) => {
      throw new UsageError(error.message);
    },
  );
  if (token === '') throw new UsageError('The bearer token is empty.');
  return token;
}
