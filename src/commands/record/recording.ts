import { createReadStream, createWriteStream } from 'node:fs';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { requirePlain } from '../../bounded-file.ts';
import { systemClock } from '../../clock.ts';
import type { LogSource } from '../../frames/patterns/pattern-watch.ts';
import { Post } from '../../frames/post.ts';
import { TapeMeasure } from '../../frames/tape/lines.ts';
import { LogRecorder } from '../../frames/tape/log-recorder.ts';
import type { RecordedLines } from '../../frames/tape/recorded-lines.ts';
import { createEncoder, createPacker, encodeHeader } from '../../frames/tape/tape.ts';
import type { Plan } from '../../profile/plan/plan.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { withoutSecrets } from '../../profile/without-secrets.ts';
import { createBackoff } from '../../sources/http/backoff.ts';
import { sanitiseLine } from '../../text/sanitise.ts';
import type { Millis, Seconds } from '../../units.ts';
import { clientFor, createCollector, openServers, type Servers } from '../shared/context.ts';
import { EXIT, UsageError } from '../shared/failure.ts';
import type { GlobalOptions } from '../shared/globals.ts';
import type { Output } from '../shared/print.ts';
import { openProfile } from '../shared/profile.ts';
import { stopSignal } from '../shared/stop.ts';
import { pathOf, type World } from '../shared/world.ts';

interface Recording {
  /** The tape's path, as it was given. */
  readonly output: string;
  /** False: log lines are left out. */
  readonly logs: boolean;
  /** Undefined: until a signal comes. */
  readonly lasts: Seconds | undefined;
}

/**
 * Records a frame at every refresh until the time is over or a signal comes, then packs them into a tape. Exit 1 when
 * there was no time for a single one.
 */
export async function recordRoom(world: World, options: GlobalOptions, recording: Recording): Promise<number> {
  const { plan, document } = await openProfile(world, options);
  const { out } = world;
  const output = pathOf(world, recording.output);
  // Frames are on disk as they come: a crash loses the packing, not the recording.
  const partial = `${output}.partial`;
  const lines = await openOutput(recording.output, output, partial);
  const measure = new TapeMeasure();
  const write = async (text: string): Promise<string | null> => {
    const bytes = Buffer.from(text);
    const tooMuch = measure.add(bytes);
    if (tooMuch === null) await lines.appendFile(bytes);
    return tooMuch;
  };
  await write(encodeHeader(withoutSecrets(withServers(document, plan.profile))));
  const servers = openServers(plan);
  const frames = await recordFrames(world, plan, servers, recording, write);
  await lines.close();
  await servers.close();
  if (frames === 0) {
    await rm(partial);
    out.say('Nothing was recorded: it ended before the first frame. There is no tape.');
    return EXIT.fail;
  }
  await pipeline(createReadStream(partial), createPacker(), createWriteStream(output));
  await rm(partial);
  const { size } = await stat(output);
  out.warn(`${frames} frames, ${Math.round(size / 1000)} kB.\n`);
  return EXIT.ok;
}

/** @param write says why, when a tape of that much could not be replayed @returns how many frames were written */
async function recordFrames(
  world: World,
  plan: Plan,
  servers: Servers,
  { output, logs, lasts }: Recording,
  write: (text: string) => Promise<string | null>,
): Promise<number> {
  const { out } = world;
  const loki = clientFor(servers.loki, plan.profile.patterns ?? {});
  const readLogs = loki && logs ? logReader(out, plan, loki) : async () => undefined;
  const collector = createCollector(plan, servers);
  const stop = stopSignal(world);
  const period = plan.profile.refresh * 1000;
  const end = lasts === undefined ? Number.POSITIVE_INFINITY : systemClock.now() + lasts * 1000;
  const encodeFrame = createEncoder();
  let frames = 0;
  out.warn(`Recording to ${sanitiseLine(output)}; Ctrl-C ends it.\n`);
  while (!stop.aborted && systemClock.now() < end) {
    const started = systemClock.now();
    const patience = delay(period * 0.9, undefined, { ref: false });
    const [frame, log] = await Promise.all([
      collector.collect(started, patience, stop),
      readLogs(started, patience, stop),
    ]);
    if (stop.aborted) break;
    const tooMuch = await write(`\n${encodeFrame({ ...frame, ...(log && { log }) })}`);
    if (tooMuch !== null) {
      out.warn(`The recording ends here: a tape of ${sanitiseLine(tooMuch)} could not be replayed.\n`);
      break;
    }
    frames += 1;
    const pause = Math.min(started + period, end) - systemClock.now();
    await delay(Math.max(0, pause), undefined, { signal: stop }).catch(() => {});
  }
  return frames;
}

/**
 * A Loki that an option named is part of the tape's profile: what was asked of it is on the tape. Several servers are as they
 * were asked, with labels that the environment filled in.
 */
function withServers(document: unknown, { datasources }: Profile): unknown {
  if (typeof document !== 'object' || document === null || !('datasources' in document)) return document;
  const [loki] = datasources.loki;
  const given: object = { ...(loki && { loki: { url: loki.url } }), ...(document.datasources as object) };
  const asked = Object.entries(given).map(([key, node]) =>
    Array.isArray(node) && (key === 'prometheus' || key === 'loki')
      ? [key, datasources[key].map(({ id, labels, url }) => ({ id, labels, url }))]
      : [key, node],
  );
  return { ...document, datasources: Object.fromEntries(asked) };
}

/** Reads the new lines at each refresh. Those of a failure, and of a Loki that is late, come with a later frame. */
function logReader(out: Output, plan: Plan, loki: LogSource) {
  const tell = (text: string) => out.warn(`${sanitiseLine(text)}\n`);
  const [first] = plan.profile.datasources.loki;
  const idOf = ({ server }: { readonly server?: string | undefined }) => server ?? first?.id;
  const own = idOf(plan.profile.patterns ?? {});
  // Lines on a tape are those of one Loki: no query on it says of which.
  const [searches, others] = [true, false].map((is) => plan.searches.filter((one) => (idOf(one) === own) === is));
  for (const { id } of others ?? []) tell(`No lines of ${id} are recorded: it is asked of another Loki than ${own}.`);
  const recorder = new LogRecorder({ ...plan, searches: searches ?? [] }, (query, { message }) =>
    tell(`No lines of ${query} are recorded: ${message}`),
  );
  if (!recorder.hasQueries)
    tell('No log lines are recorded: the profile has neither `patterns` nor saved searches a tape can answer.');
  let told: string | null = null;
  const post = new Post<RecordedLines | undefined>('logs', createBackoff(plan.profile.refresh));
  return async (at: Millis, patience: Promise<void>, signal: AbortSignal): Promise<RecordedLines | undefined> => {
    const { outcome } = await post.turn(at, () => recorder.read(loki, at, signal), patience);
    const failure = outcome.ok ? null : outcome.error.message;
    if (failure !== null && failure !== told) tell(`No log lines for now: ${failure}`);
    told = failure;
    return outcome.ok ? outcome.value : undefined;
  };
}

/** Fails before anything is recorded when the tape could not be written at the end. */
async function openOutput(given: string, output: string, partial: string): Promise<FileHandle> {
  try {
    const before = await stat(output).catch(() => null);
    if (before) requirePlain(before);
    await (await open(output, 'a')).close();
    if (!before) await rm(output);
    return await open(partial, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new UsageError(
        `"${given}.partial" holds the frames of a recording that did not end: move it away or remove it.`,
      );
    throw new UsageError(`The tape cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
