import { setTimeout as delay } from 'node:timers/promises';
import { Bridge } from '../../bridge/bridge.ts';
import { ReportFolder } from '../../bridge/folder.ts';
import type { HostLimits } from '../../bridge/hosts.ts';
import { readTargets } from '../../bridge/targets.ts';
import { systemClock } from '../../clock.ts';
import type { ListenAddress } from '../../exposition/address.ts';
import { expose } from '../../exposition/text.ts';
import { secretValue } from '../../sources/http/secret.ts';
import { sanitiseLine, sanitiseText } from '../../text/sanitise.ts';
import type { Seconds } from '../../units.ts';
import { describeFailure, EXIT, UsageError } from '../shared/failure.ts';
import { listen } from '../shared/listen.ts';
import { aborted, stopSignal } from '../shared/stop.ts';
import { pathOf, type World } from '../shared/world.ts';

/** Where reports come from, and how many hosts are held for how long. */
interface Sources {
  readonly folders: readonly string[];
  readonly targets: string | undefined;
  readonly limits: HostLimits;
}

/** Prints what the folders hold now. */
export async function printReports(world: World, sources: Sources): Promise<number> {
  const { reports, readings } = openReports(world, sources);
  await Promise.all(readings.map((read) => read()));
  world.out.print(sanitiseText(await expose(reports.families(), 'text')));
  return EXIT.ok;
}

interface Serving {
  readonly address: ListenAddress;
  /** Between two looks at a folder. */
  readonly poll: Seconds;
  readonly post: boolean;
  readonly tokenFile: string | undefined;
}

/** Serves the ring collector's reports as Prometheus metrics until a signal comes. */
export async function serveReports(world: World, sources: Sources, serving: Serving): Promise<number> {
  const { reports, readings } = openReports(world, sources);
  const token = () => bearerToken(world, serving.tokenFile);
  if (serving.post) await token();
  const stop = stopSignal(world);
  const server = await listen(
    world.out,
    serving.address,
    () => reports.families(),
    serving.post ? reports.receiver(token) : undefined,
  );
  // Each by itself: a share that hangs holds up no other.
  const follow = async (read: () => Promise<void>) => {
    while (!stop.aborted) {
      await read();
      await delay(serving.poll * 1000, undefined, { signal: stop }).catch(() => {});
    }
  };
  for (const read of readings) void follow(read);
  await aborted(stop);
  await server.close();
  return EXIT.ok;
}

/** The reports, and what reads each of their sources anew. */
function openReports(world: World, { folders, targets, limits }: Sources) {
  const reports = new Bridge(limits, systemClock);
  const readings = [...new Set(folders)].map((path) => {
    const folder = new ReportFolder(pathOf(world, path));
    return async () => {
      for (const line of await reports.read(folder)) world.out.say(sanitiseLine(line));
    };
  });
  return { reports, readings: [followTargets(world, reports, targets), ...readings] };
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
async function bearerToken(world: World, tokenFile: string | undefined): Promise<string | null> {
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
