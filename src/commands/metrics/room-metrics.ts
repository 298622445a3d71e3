import { setTimeout as delay } from 'node:timers/promises';
import { packageVersion } from '../../assets.ts';
import type { ListenAddress } from '../../exposition/address.ts';
import type { Family } from '../../exposition/family.ts';
import { openPushGroup, type PushGroup } from '../../exposition/pushgateway.ts';
import { expose } from '../../exposition/text.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import { roomFamilies } from '../../report/metrics.ts';
import type { Room } from '../../room/room.ts';
import type { LiveSession } from '../../session/live.ts';
import { safe } from '../../text/safe.ts';
import { sanitiseText } from '../../text/sanitise.ts';
import type { Seconds } from '../../units.ts';
import { openServers } from '../shared/context.ts';
import { describeFailure, EXIT, UsageError } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import { listen } from '../shared/listen.ts';
import { openLiveSession } from '../shared/live.ts';
import { observeWith } from '../shared/observe.ts';
import type { Output } from '../shared/print.ts';
import { openProfile } from '../shared/profile.ts';
import { aborted, stopSignal } from '../shared/stop.ts';
import { pathOf, type World } from '../shared/world.ts';

/** A Pushgateway, and who pushes. */
interface Gateway {
  readonly url: string;
  readonly user: string | undefined;
  readonly passwordFile: string | undefined;
}

/** Where metrics go; neither: they are printed. */
interface Publishing {
  readonly listen: ListenAddress | undefined;
  readonly gateway: Gateway | null;
  /** Between two pushes. */
  readonly every: Seconds;
  readonly once: boolean;
}

/** The room as Prometheus metrics: printed or pushed once, or served and pushed until a signal comes. */
export async function publishMetrics(world: World, options: GlobalOptions, where: Publishing): Promise<number> {
  const { plan } = await openProfile(world, options);
  const group = where.gateway && (await openGroup(world, where.gateway, plan));
  const servers = openServers(plan);
  const families = (room: Room | undefined) =>
    roomFamilies(room, { profile: plan.profile.id, version: packageVersion });
  try {
    if (where.listen || (group && !where.once)) {
      const session = await openLiveSession(world, plan, servers, { ...options, readOnly: true }, { of: 'states' });
      await goOn(world, where, session, () => families(session.scene()?.room), group);
      return EXIT.ok;
    }
    const { room } = await observeWith(world, plan, servers, undefined, { of: 'look', charts: [] });
    if (group) await group.put(families(room));
    else world.out.print(sanitiseText(await expose(families(room), 'text')));
    return EXIT.ok;
  } finally {
    await Promise.all([servers.close(), group?.close()]);
  }
}

/** Serves and pushes, until a signal comes. */
async function goOn(
  world: World,
  { listen: address, every }: Publishing,
  session: LiveSession,
  families: () => readonly Family[],
  group: PushGroup | null,
): Promise<void> {
  const stop = stopSignal(world);
  const server = address && (await listen(world.out, address, families));
  const observed = new Promise<void>((resolve) => session.subscribe(resolve));
  session.start();
  try {
    // There is nothing to push before the first frame; a scraper is told so.
    await Promise.race([observed, aborted(stop)]);
    if (group) await keepPushed(world.out, group, families, every, stop);
    await aborted(stop);
  } finally {
    session.stop();
    await server?.close();
  }
}

/** Pushes again and again, says once when it begins to fail and once when it works again, and takes all away at the end. */
async function keepPushed(
  out: Output,
  group: PushGroup,
  families: () => readonly Family[],
  every: Seconds,
  stop: AbortSignal,
): Promise<void> {
  let failing = safe('');
  const tellingFailure = async (act: () => Promise<void>) => {
    const before = failing;
    failing = await act().then(
      () => safe(''),
      (error: unknown) => describeFailure(error).text,
    );
    if (failing !== before) out.say(failing || safe('the Pushgateway takes metrics again'));
  };
  while (!stop.aborted) {
    await tellingFailure(() => group.put(families()));
    await delay(every * 1000, undefined, { signal: stop }).catch(() => {});
  }
  await tellingFailure(() => group.remove());
}

/** The group of one profile, whoever pushes it from wherever: the room is the same. */
async function openGroup(world: World, { url, user, passwordFile }: Gateway, { profile }: Plan): Promise<PushGroup> {
  const { datasource } = await import('../../profile/schema/http.ts');
  const password = world.env.RINGDECK_PUSH_PASSWORD;
  const basic_auth = {
    username: user,
    ...(passwordFile === undefined ? { password } : { password_file: pathOf(world, passwordFile) }),
  };
  const gateway = datasource.safeParse({ url, ...(user !== undefined && { basic_auth }) });
  if (!gateway.success)
    throw new UsageError('--push expects the address of a Pushgateway, such as http://pushgateway:9091.');
  return openPushGroup(gateway.data, { job: 'ringdeck', profile: profile.id });
}
