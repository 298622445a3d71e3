import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { readSilences } from '../../bench/acks/cluster-silences.ts';
import { readJournal } from '../../bench/acks/journal-lines.ts';
import { ObservedRoom } from '../../bench/acks/observed-room.ts';
import { type Told, toldOf } from '../../bench/acks/pages.ts';
import type { AckSilence, Line } from '../../bench/acks/run.ts';
import { profileOf, type Stage } from '../../bench/acks/stage.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { type Millis, millis } from '../../src/units.ts';
import type { Switch } from '../../stack/switchboard.ts';
import { Desk, type Run } from '../desk.ts';
import { eventually } from './servers.ts';

/** One test on a stage that others play on too: it sees the alerts of its own team only. */
export class Drill {
  readonly #stage: Stage;
  readonly #team: string;
  readonly #onTestFinished: TestContext['onTestFinished'];
  readonly #rooms: ObservedRoom[] = [];

  constructor(stage: Stage, team: string, context: Pick<TestContext, 'onTestFinished'>) {
    this.#stage = stage;
    this.#team = team;
    this.#onTestFinished = context.onTestFinished;
    // Where it failed. Not when that is told: by then the stage may be gone.
    context.onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') console.error(await this.#account());
    });
  }

  /** A room that is open until the test ends, or kills it. @param ackDuration in seconds; the stage's unless given */
  async open(operator: string, ackDuration = this.#stage.pace.ackDuration): Promise<ObservedRoom> {
    const plan = buildPlan(profileSchema.parse(this.#profile(ackDuration)));
    const room = new ObservedRoom(operator, operator, plan);
    this.#rooms.push(room);
    await room.start();
    this.#onTestFinished(() => room.kill());
    await eventually(async () => room.room());
    return room;
  }

  /** Runs `ringdeck` as an operator's script would. @param ackDuration as for `open` */
  async ringdeck(operator: string, args: readonly string[], ackDuration = this.#stage.pace.ackDuration): Promise<Run> {
    const profile = join(this.#stage.folder, `${this.#team}.yaml`);
    // JSON is YAML.
    writeFileSync(profile, JSON.stringify(this.#profile(ackDuration)));
    const desk = new Desk(['-c', profile, '--operator', operator]);
    try {
      return await desk.ringdeck(args);
    } finally {
      desk.remove();
    }
  }

  /** Switches alerts on, and waits until the receiver was told of each. */
  async fire(...ids: readonly string[]): Promise<void> {
    const from = now();
    for (const id of ids) this.#stage.board.turn(id, true);
    for (const id of ids) await this.whenTold(id, 'firing', from);
  }

  /** Switches alerts off, and waits until Prometheus has them firing no more and no member lists them. */
  async resolve(...ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#stage.board.turn(id, false);
    for (const id of ids) {
      // A member whose Prometheus is slow lists no more what is not over.
      await eventually(async () => ((await this.#fires(id)) ? undefined : true));
      await eventually(async () => ((await this.#listing(id)) === 0 ? true : undefined));
    }
  }

  /** Waits until every member lists an alert. */
  async whenListed(id: string): Promise<void> {
    const all = this.#stage.members.length;
    await eventually(async () => ((await this.#listing(id)) === all ? true : undefined));
  }

  /** Posts alerts of a sender that is no Prometheus and sends everything once: firing, or over as of now. */
  async post(ids: readonly string[], status: Told['status']): Promise<void> {
    const endsAt = new Date(now() + (status === 'firing' ? HOUR : 0)).toISOString();
    const alerts = ids.map((id) => ({
      labels: { alertname: 'Posted', id, team: this.#team, severity: 'critical' },
      ...(status === 'firing' ? { startsAt: new Date().toISOString() } : {}),
      endsAt,
    }));
    const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(alerts) };
    for (const { url } of this.#stage.members) {
      const response = await fetch(`${url}/api/v2/alerts`, request);
      if (!response.ok) throw new Error(await response.text());
    }
  }

  /** Acknowledges an alert, and waits until the room shows that. */
  async acknowledge(room: ObservedRoom, id: string): Promise<void> {
    const alert = await eventually(async () => room.alert(id));
    const { result, message } = await room.acknowledge(alert);
    if (result !== 'done') throw new Error(message);
    await eventually(async () => room.alert(id)?.ack ?? undefined);
  }

  whenTold(id: string, status: Told['status'], after = millis(0)): Promise<Told> {
    return eventually(async () => this.told(id).find((told) => told.status === status && told.at >= after));
  }

  told(id: string): readonly Told[] {
    return toldOf(this.#stage.receiver.log).get(id) ?? [];
  }

  /** What the receiver was told of an alert, in order, without what another member had told before. */
  heard(id: string): readonly Told['status'][] {
    return newsIn(
      this.#stage.receiver.log.flatMap(({ externalURL: by, alerts }) =>
        alerts.flatMap(({ labels, status }) => (labels.id === id ? [{ by, status }] : [])),
      ),
    );
  }

  /** Acknowledgements of an alert, oldest first. */
  async silences(id: string): Promise<readonly AckSilence[]> {
    const all = await readSilences(this.#stage.members.map(({ url }) => url));
    return all.filter((silence) => silence.id === id).sort((a, b) => a.from - b.from);
  }

  /** Waits until no acknowledgement of an alert stands. */
  async whenFree(id: string): Promise<void> {
    await eventually(async () => ((await this.silences(id)).every(({ to }) => to <= now()) ? true : undefined));
  }

  /** Lines of the journal that tell that an acknowledgement of the alert ended, once there is one. */
  async endings(id: string): Promise<readonly Line[]> {
    const ids = (await this.silences(id)).map(({ silence }) => silence);
    return eventually(async () => {
      const lines = await readJournal(this.#stage.folder);
      const ends = lines.filter(({ act, silence }) => act === 'end' && ids.includes(silence ?? ''));
      return ends.length > 0 ? ends : undefined;
    });
  }

  /** Waits for a whole turn of another group, from its first alert to its end: what was under way before is done by then. */
  async aTurn(): Promise<void> {
    const id = turnOf(this.#team);
    const from = now();
    this.#stage.board.turn(id, true);
    await this.whenTold(id, 'firing', from);
    this.#stage.board.turn(id, false);
    await this.whenTold(id, 'resolved', from);
  }

  /** What was seen, for whoever has to find out why a test failed. */
  async #account(): Promise<string> {
    const silences = await readSilences(this.#stage.members.map(({ url }) => url));
    const events = [
      ...this.#stage.receiver.log
        .filter(({ alerts }) => alerts.some(({ labels }) => labels.team === this.#team))
        .map(({ at, alerts }) => ({
          at,
          text: `told: ${alerts.map((one) => `${one.labels.id} ${one.status}`).join(', ')}`,
        })),
      ...silences.flatMap(({ id, from, to, by, cut }) => [
        { at: from, text: `silence of ${id} by ${by}` },
        { at: to, text: `silence of ${id} ${cut ? 'ended' : 'runs out'}` },
      ]),
      ...this.#rooms.flatMap(({ name, sights, named, open }) => [
        ...open.map(({ from }) => ({ at: from, text: `room of ${name} opened` })),
        ...open.flatMap(({ to }) => (to === null ? [] : { at: to, text: `room of ${name} closed` })),
        ...sights.map(({ at, id, shown }) => ({ at, text: `room of ${name}: ${id} ${JSON.stringify(shown)}` })),
        ...named.map(({ at, id, telling, text }) => ({ at, text: `room of ${name}: ${id} ${telling}: ${text}` })),
      ]),
    ];
    return events
      .filter(({ text }) => text.includes(this.#team) || text.startsWith('room'))
      .sort((a, b) => a.at - b.at)
      .map(({ at, text }) => `${new Date(at).toISOString().slice(14, 23)} ${text}\n`)
      .join('');
  }

  #profile(ackDuration: number) {
    const stage = { ...this.#stage, pace: { ...this.#stage.pace, ackDuration } };
    return profileOf(stage, { team: this.#team });
  }

  async #fires(id: string): Promise<boolean> {
    const query = new URLSearchParams({ query: `ALERTS{alertstate="firing",id="${id}"}` });
    const response = await fetch(`${this.#stage.prometheus.url}/api/v1/query?${query}`);
    const { data } = (await response.json()) as { data: { result: readonly unknown[] } };
    return data.result.length > 0;
  }

  /** How many members list an alert. */
  async #listing(id: string): Promise<number> {
    const lists = await Promise.all(this.#stage.members.map(({ url }) => listOf(url)));
    return lists.filter((list) => list.some(({ labels }) => labels.id === id)).length;
  }
}

/** The switches of a drill: alerts of one group, and one that is alone. */
export const switchesOf = (team: string, ...ids: readonly string[]): readonly Switch[] => [
  ...ids.map((id) => ({ id, team })),
  { id: turnOf(team), team: turnOf(team) },
];
const turnOf = (team: string) => `turn-of-${team}`;

/**
 * What is new of all that the members of a cluster told of one alert. They do not wait for each other for ever, and one may tell
 * late what another has told and even what has been overtaken since; that it fires each tells again with others of its group.
 */
export function newsIn(
  told: readonly { readonly by: string; readonly status: Told['status'] }[],
): readonly Told['status'][] {
  const news: Told['status'][] = [];
  /** How far each member has come. */
  const reached = new Map<string, number>();
  for (const { by, status } of told) {
    const last = reached.get(by) ?? -1;
    if (status === 'firing' && news[last] === 'firing' && news.at(-1) === 'firing') continue;
    const known = news.indexOf(status, last + 1);
    reached.set(by, known < 0 ? news.push(status) - 1 : known);
  }
  return news;
}

const HOUR = 3_600_000;

interface Listed {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
}

async function listOf(member: string): Promise<readonly Listed[]> {
  const response = await fetch(`${member}/api/v2/alerts`);
  return (await response.json()) as Listed[];
}

export const now = (): Millis => millis(Date.now());
