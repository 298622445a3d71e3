import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/report/schema/snapshot.ts';
import { profilePath } from '../../../stack/profiles.ts';
import { type Stack, startStack } from '../../../stack/stack.ts';
import { unpackTape } from '../../../stack/unpack-tape.ts';
import { Desk, tool } from '../../desk.ts';
import { loadShipped, profileQueries } from '../queries.ts';
import { quickRules } from '../quick-rules.ts';
import { eventually, haveServers, instantQuery } from '../servers.ts';

interface AmtoolSilence {
  readonly comment: string;
  readonly createdBy: string;
  readonly matchers: readonly { name: string; value: string; isRegex: boolean; isEqual: boolean }[];
  readonly status: { readonly state: string };
}

describe.skipIf(!haveServers())('a rollout of SuperSmartMatch, watched on real servers', () => {
  let stack: Stack;
  let rules: ReturnType<typeof quickRules>;
  let desk: Desk;

  beforeAll(async () => {
    rules = quickRules('supersmartmatch');
    stack = await startStack({ interval: '1s', systems: ['supersmartmatch'], ruleFiles: rules.files });
    const { prometheus, alertmanager } = stack;
    await stack.simulator.play('v2-error-spike');
    desk = new Desk(['-c', 'supersmartmatch', '--prometheus', prometheus.url, '--alertmanager', alertmanager.url]);
  });
  afterAll(async () => {
    await stack?.stop();
    desk?.remove();
    rmSync(rules.folder, { recursive: true });
  });

  const silences = async (...flags: string[]) => {
    const url = `--alertmanager.url=${stack.alertmanager.url}`;
    return JSON.parse(await tool('amtool', 'silence', 'query', '-o', 'json', url, ...flags)) as AmtoolSilence[];
  };
  const spike = async () =>
    (await desk.json<Snapshot['alerts']>(['alerts', 'list'])).find(({ name }) => name === 'V2ErrorSpike');
  /** Every sample that promtool prints for some queries, asked in one of which each bears its place. */
  const promtool = async (queries: readonly { place: string; expr: string }[], at: string) => {
    const placed = queries.map(({ place, expr }) => `label_replace(${expr}, "place", "${place}", "", "")`).join(' or ');
    const printed = await tool('promtool', 'query', 'instant', `--time=${at}`, stack.prometheus.url, placed);
    return [...printed.matchAll(/\bplace="([^"]*)".* => (\S+) @/g)].map(([, place = '', value]) => ({
      place,
      value: Number(value),
    }));
  };

  describe('the snapshot', () => {
    let valid: ValidateFunction;
    beforeAll(async () => {
      const { out } = await desk.ringdeck(['schema', 'snapshot']);
      valid = new Ajv2020({ formats: { 'date-time': true } }).compile(JSON.parse(out));
    });

    const take = async (...args: string[]): Promise<Snapshot> => {
      const snapshot: unknown = await desk.json(['snapshot', ...args]);
      expect(valid(snapshot), JSON.stringify(valid.errors)).toBe(true);
      return snapshot as Snapshot;
    };

    /** Every number of a snapshot by its place in the profile, as `profileQueries` names it. */
    function numbers({ comparison, traffic, infra }: Snapshot): Map<string, number | null> {
      const groups = loadShipped('supersmartmatch').infra;
      const groupOf = (label: string) => groups.find((group) => group.label === label)?.id;
      return new Map([
        ...(comparison?.metrics ?? []).flatMap(({ id, baseline, candidate }) => [
          [`${id} v1`, baseline] as const,
          [`${id} v2`, candidate] as const,
        ]),
        ...Object.entries(traffic?.requestsPerSecond ?? {}).map(([id, value]) => [`traffic ${id}`, value] as const),
        ['planned', traffic?.planned ?? null],
        ...infra.map(({ group, id, value }) => [`${groupOf(group)}.${id}`, value] as const),
      ]);
    }

    /** What promtool answers at the snapshot's own time, under the same names. */
    async function answers({ at }: Snapshot): Promise<Map<string, number | null>> {
      const shipped = loadShipped('supersmartmatch');
      // Reports are about periods, and are held against promtool by their own tests.
      const queries = profileQueries({ ...shipped, reports: { ...shipped.reports, metrics: [] } }, []);
      const printed = await promtool(queries, at);
      return new Map(
        queries.map(({ place }) => {
          const [sample, ...others] = printed.filter((one) => one.place === place);
          expect(others, place).toEqual([]);
          return [place, sample && Number.isFinite(sample.value) ? sample.value : null] as const;
        }),
      );
    }

    it('of a moment says exactly what promtool says of the same moment', async () => {
      await eventually(async () => {
        const [seen] = await instantQuery(stack.prometheus.url, 'migration:error_rate_comparison offset 3s');
        return seen;
      });
      const complete = await take('--at', '-2s');
      const said = numbers(complete);
      expect(said.size).toBeGreaterThan(30);
      expect(said).toEqual(await answers(complete));
      const { v1, v2 } = complete.traffic?.requestsPerSecond ?? {};
      if (typeof v1 !== 'number' || typeof v2 !== 'number') throw new Error('the traffic is not known');
      expect(complete.traffic?.shares.v2).toBeCloseTo(v2 / (v1 + v2), 12);
      expect(complete.infra.filter(({ value }) => value === null)).toEqual([]);
    });

    it('of now does, too', async () => {
      // A scrape may end between the two looks; then both are taken again.
      await eventually(async () => {
        const snapshot = await take();
        const [said, answered] = [numbers(snapshot), await answers(snapshot)];
        return [...answered].every(([place, value]) => said.get(place) === value) ? true : undefined;
      });
    });

    it('of a time with no data knows nothing, and says why', async () => {
      const { comparison, traffic, state } = await take('--at', '2001-01-01T00:00:00Z');
      expect(state).toBe('unknown');
      expect(traffic?.shares).toEqual({ v1: null, v2: null });
      for (const metric of comparison?.metrics ?? []) {
        expect([metric.baseline, metric.candidate, metric.state]).toEqual([null, null, 'unknown']);
        expect(metric.reason).toMatch(/no-series/);
      }
    });
  });

  describe('V2 fails', () => {
    it('and V2ErrorSpike fires in the room', async () => {
      const alert = await eventually(spike);
      expect(alert).toMatchObject({ state: 'firing', tier: 'P0', severity: 'critical', ack: null });
      const { out } = await desk.ringdeck(['snapshot', '--format', 'text']);
      expect(out).toMatch(/P0 V2ErrorSpike/);
    });

    it('an acknowledgement is one silence for exactly that alert, and the room shows whose', async () => {
      const ack = await desk.ringdeck(['--operator', 'bob', 'alerts', 'ack', 'V2ErrorSpike', '--note', 'rolling back']);
      expect(ack).toEqual({
        code: 0,
        out: expect.stringMatching(/^V2ErrorSpike is acknowledged: rolling back\. It ends in 15m; .*--follow/),
        err: '',
      });

      const [silence, ...others] = await silences();
      const alert = await eventually(async () => {
        const listed = await spike();
        return listed?.state === 'acknowledged' ? listed : undefined;
      });
      expect(others).toEqual([]);
      expect(silence?.comment).toMatch(/^ACK! \[ringdeck\] user=bob .* – rolling back$/);
      const exact = Object.entries(alert.labels).map(([name, value]) => ({
        name,
        value,
        isRegex: false,
        isEqual: true,
      }));
      expect(silence?.matchers).toHaveLength(exact.length);
      expect(silence?.matchers).toEqual(expect.arrayContaining(exact));

      const { alerts } = await desk.json<Snapshot>(['snapshot']);
      const shown = alerts.find(({ name }) => name === 'V2ErrorSpike')?.ack;
      expect(shown?.by).toBe('bob');
      const life = (Date.parse(shown?.expiresAt ?? '') - Date.parse(shown?.at ?? '')) / 60_000;
      expect(life).toBeGreaterThan(14.9);
      expect(life).toBeLessThan(15.1);
      const { out } = await desk.ringdeck(['snapshot', '--format', 'text']);
      expect(out).toMatch(/V2ErrorSpike .*ack bob/);
    });

    it('a second acknowledgement is refused and makes no second silence', async () => {
      const { code, err } = await desk.ringdeck(['alerts', 'ack', 'V2ErrorSpike']);
      expect([code, err]).toEqual([1, 'refused: V2ErrorSpike is already acknowledged by bob\n']);
      expect(await silences()).toHaveLength(1);
    });

    it('taken back, the silence is expired and the alert fires again', async () => {
      expect(await desk.ringdeck(['alerts', 'unack', 'V2ErrorSpike'])).toMatchObject({ code: 0, err: '' });
      expect(await silences()).toEqual([]);
      expect((await silences('--expired')).map(({ status }) => status.state)).toEqual(['expired']);
      await eventually(async () => ((await spike())?.state === 'firing' ? true : undefined));
    });

    it('and all of it is in the journal', async () => {
      const lines = desk.read('deployment/supersmartmatch-rings.json.journal.jsonl').trimEnd().split('\n');
      const acts = lines.map((line) => JSON.parse(line)).map(({ act, by, result }) => [act, by, result]);
      expect(acts).toEqual([
        ['acknowledge', 'bob', 'done'],
        ['unacknowledge', 'alice', 'done'],
      ]);
    });
  });

  describe('a recording', () => {
    const SECRET = 'a-token-nobody-may-read';
    const tape = (name = 'room.tape') => unpackTape(readFileSync(desk.path(name)), name);

    beforeAll(() => {
      const shipped = readFileSync(profilePath('supersmartmatch.yaml'), 'utf8');
      const quick = shipped.replace('refresh: 5s', 'refresh: 1s');
      desk.write('quick.yaml', quick.replace('    url:', '    authorization: { credentials: "${TOKEN}" }\n    url:'));
    });

    it('holds a frame for each refresh, and no credential', async () => {
      const args = ['-c', 'quick.yaml', 'record', '-o', 'room.tape', '--for', '3s'];
      const { code, err } = await desk.ringdeck(args, { TOKEN: SECRET });
      const { frames, profile } = await tape();
      expect([code, err]).toEqual([0, expect.stringContaining(`${frames.length} frames, `)]);
      expect(frames.length).toBeGreaterThan(0);
      expect(JSON.stringify({ profile, frames })).not.toMatch(/a-token-nobody-may-read|credentials|TOKEN/);
    });

    it('that Ctrl-C ends is a whole one, with the past and every answer in it', async () => {
      const { child, ended } = desk.start(['-c', 'quick.yaml', 'record', '-o', 'cut.tape'], { TOKEN: SECRET });
      // However long the servers take: until a frame holds the range queries' answers.
      const answered = /"backfills":\[\{/;
      await eventually(
        async () =>
          (existsSync(desk.path('cut.tape.partial')) && answered.test(desk.read('cut.tape.partial'))) || undefined,
      );
      child.kill('SIGINT');
      expect((await ended).code).toBe(0);
      const full = (await tape('cut.tape')).frames.find(({ backfills }) => backfills.length > 0);
      expect(full?.sources[0]?.outcome.ok).toBe(true);
      expect(await desk.ringdeck(['replay', 'cut.tape'])).toMatchObject({ code: 0 });
      expect(existsSync(desk.path('cut.tape.partial'))).toBe(false);
    });

    it('is replayed without a server: one frame of what was seen', async () => {
      const { code, out, err } = await desk.ringdeck(['replay', 'room.tape']);
      expect([code, err]).toEqual([0, expect.stringContaining('not a terminal')]);
      expect(out).toMatch(/SuperSmartMatch V2 migration/);
      expect(out).toMatch(/P0 V2ErrorSpike/);
    });

    it('that was cut off, or is none, says so', async () => {
      const whole = readFileSync(desk.path('room.tape'));
      for (const broken of [whole.subarray(0, whole.length / 2), Buffer.from('no tape'), Buffer.alloc(0)]) {
        writeFileSync(desk.path('broken.tape'), broken);
        const { code, out, err } = await desk.ringdeck(['replay', 'broken.tape']);
        expect([code, out]).toEqual([4, '']);
        expect(err).toBe('ringdeck: broken.tape is not a ringdeck tape, or it was cut off.\n');
      }
    });
  });
});
