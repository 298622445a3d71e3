import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { createCollector, openServers } from '../../src/commands/shared/context.ts';
import { isBeyond } from '../../src/limits/limit.ts';
import { buildPlan } from '../../src/profile/plan/plan.ts';
import type { Profile } from '../../src/profile/schema/profile.ts';
import type { RoomPanel } from '../../src/room/boards/panel.ts';
import { glyphsFor } from '../../src/screen/canvas/glyphs.ts';
import { EMPTY_LEDGER } from '../../src/session/ledger.ts';
import { Observer } from '../../src/session/observe.ts';
import type { Scene } from '../../src/session/session.ts';
import { seconds, type Unit } from '../../src/units.ts';
import { SYSTEMS } from '../../stack/profiles.ts';
import { type Stack, startStack } from '../../stack/stack.ts';
import { loadShipped, type ProfileQuery, profileQueries } from './queries.ts';
import { shippedRules } from './quick-rules.ts';
import { eventually, haveServers, instantQuery } from './servers.ts';
import { type SeenPanel, walkThrough } from './walk.ts';

/** What a value can be at all, so that a percentage or a millisecond is found out. */
const PLAUSIBLE: Readonly<Record<Unit, readonly [number, number]>> = {
  // A difference of two ratios may be negative.
  ratio: [-1, 1],
  seconds: [0, 4e9],
  bytes: [1e6, 1e12],
  // Early on a rate covers a part of its window only.
  'bytes-per-second': [0, 1e10],
  'per-second': [0, 1000],
  // Of users there are some.
  count: [0, 10_000],
  // A net promoter score is one.
  score: [-100, 100],
  factor: [0, 100],
  eur: [0, 1e7],
  usd: [0, 1e7],
  gbp: [0, 1e7],
};

/** A network may be silent. */
const BYTES_A_SECOND = [0, 1e10] as const;
/** What is counted over a period of a report, of everything there is. */
const OF_A_PERIOD = [0, 1e7] as const;

const DEPLOYED = {
  supersmartmatch: ['canary'],
  'usb-video-vault': ['ring0', 'ring1'],
  'deployment-system': [],
  digitallz: [],
  'drop-craft': [],
} as const;

/** Pages whose panels show what node_exporter says. */
const OF_THE_HOST: readonly string[] = ['infrastructure', 'kpis'];

/** Shows the machine that the tests run on: how busy it is, or which scrapes it was too slow for, also of what was agreed on them. */
const isOfTheMachine = ({ page, content }: RoomPanel): boolean =>
  OF_THE_HOST.includes(page) ||
  ['slo', 'sla'].includes(content.type) ||
  /\bup\b|availability/.test(JSON.stringify(content));

const isOfAlerts = ({ content }: RoomPanel): boolean => content.type === 'alerts';
/** A while after its start nobody knows whether Alertmanager lists all that fires, which panels of alerts tell. */
const isUnknown = (panel: RoomPanel): boolean =>
  panel.unread !== null || (panel.state === 'unknown' && !isOfAlerts(panel));

const WITHOUT_RINGS = SYSTEMS.filter((id) => loadShipped(id).rings.length === 0);

describe.skipIf(!haveServers())('the shipped profiles on the real stack', () => {
  let stack: Stack;
  let rules: ReturnType<typeof shippedRules>;

  beforeAll(async () => {
    rules = shippedRules();
    stack = await startStack({ interval: '500ms', ruleFiles: rules.files });
    await stack.simulator.play('deploy-ring1');
  });
  afterAll(async () => {
    await stack?.stop();
    rmSync(rules.folder, { recursive: true });
  });

  /** Loki answers as Prometheus does, below a path of its own. */
  const ask = (source: ProfileQuery['source'], expr: string) =>
    instantQuery(source === 'loki' ? `${stack.lokiStandIn.url}/loki` : stack.prometheus.url, expr);

  /** The room of a profile at this moment, of the stack's servers, with its past. */
  async function lookAt(profile: Profile): Promise<Scene> {
    const { prometheus, loki, alertmanagers } = profile.datasources;
    const plan = buildPlan({
      ...profile,
      // There is no more of a past, and asking for it takes its time.
      history: seconds(60),
      datasources: {
        prometheus: [{ ...prometheus[0], url: stack.prometheus.url }],
        alertmanagers: alertmanagers.map((member) => ({ ...member, url: stack.alertmanager.url })),
        loki: loki.map((one) => ({ ...one, url: stack.lokiStandIn.url })),
      },
    });
    const servers = openServers(plan);
    const observer = new Observer(plan, createCollector(plan, servers));
    const scene = await observer.observe(systemClock.now(), Promise.resolve(EMPTY_LEDGER));
    await servers.close();
    return scene;
  }

  describe.each(SYSTEMS)('%s', (id) => {
    const profile = loadShipped(id);

    it.each(profileQueries(profile, DEPLOYED[id]))(
      '$place answers what the room expects',
      async ({ place, expr, unit, source, each }) => {
        const samples = await eventually(async () => {
          const answer = await ask(source, expr);
          return answer.length > 0 && answer.every(({ value }) => Number.isFinite(value)) ? answer : undefined;
        });
        if (each) expect(new Set(samples.map(({ metric }) => metric[each])).size).toBe(samples.length);
        else expect(samples).toHaveLength(1);
        const [low, high] =
          place === 'storage.received' || place === 'storage.sent'
            ? BYTES_A_SECOND
            : place.startsWith('reports.') && unit === 'count'
              ? OF_A_PERIOD
              : PLAUSIBLE[unit];
        for (const { value } of samples) {
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        }
      },
    );

    it.runIf(profile.pages?.some(({ rows }) => rows !== undefined))(
      'draws every panel of its pages at 140×44 and 80×24, and none is unknown or beyond its limit',
      async () => {
        // By its first samples a ratio may be anything.
        const scene = await eventually(async () => {
          const seen = await lookAt(profile);
          const isUnwell = (panel: RoomPanel) => isUnknown(panel) || (panel.state === 'fail' && !isOfTheMachine(panel));
          return seen.room.panels.some(isUnwell) ? undefined : seen;
        });
        const { panels } = scene.room;
        expect(panels.length).toBeGreaterThan(0);
        const { unknown } = glyphsFor(true);
        const ofAlerts = new Set(['alerts', ...panels.filter(isOfAlerts).map(({ key }) => key)]);
        const isEmpty = ({ panel, inside }: SeenPanel) =>
          !inside?.trim() || (inside.trim().startsWith(unknown) && !ofAlerts.has(panel));
        const empty = walkThrough(scene).filter(isEmpty);
        expect(empty).toEqual([]);
      },
    );

    it('knows the alert tier of every severity its rules use', async () => {
      const known = Object.values(profile.alerts.tiers).flatMap((tier) => tier?.severities ?? []);
      const response = await fetch(`${stack.prometheus.url}/api/v1/rules?type=alert`);
      const { data } = (await response.json()) as {
        data: { groups: { rules: { name: string; labels: Record<string, string> }[] }[] };
      };
      const rules = data.groups.flatMap((group) => group.rules).filter((rule) => rule.labels.system === id);
      expect(rules.length).toBeGreaterThan(5);
      for (const rule of rules) expect(known).toContain(rule.labels.severity);
    });
  });

  it('is healthy while nothing is wrong', async () => {
    const profile = loadShipped('usb-video-vault');
    for (const ring of DEPLOYED['usb-video-vault'])
      for (const { place, expr } of profileQueries(profile, [ring]).filter((q) => q.place.startsWith(`${ring}.`))) {
        const check = profile.checks[place.slice(ring.length + 1)];
        const [sample] = await instantQuery(stack.prometheus.url, expr);
        if (!check || 'slo' in check || !sample) continue;
        expect(isBeyond(sample.value, check.limit), `${place}: ${sample.value}`).toBe(false);
      }
  });

  it.each(WITHOUT_RINGS)('is healthy in %s, which has no rings', async (id) => {
    const profile = loadShipped(id);
    // The host is the machine the tests run on.
    const groups = profile.infra.filter(({ id }) => id !== 'host' && id !== 'storage');
    const queries = profileQueries({ ...profile, infra: groups }, []);
    for (const { place, expr, source } of queries) {
      const [group, id] = place.split('.');
      const item = groups.find((one) => one.id === group)?.items.find((one) => one.id === id);
      const samples = await ask(source, expr);
      for (const { value } of samples) {
        if (item?.limit) expect(isBeyond(value, item.limit), `${place}: ${value}`).toBe(false);
      }
    }
  });

  it('has nothing to say about a ring that is not deployed to', async () => {
    const profile = loadShipped('usb-video-vault');
    const queries = profileQueries(profile, ['ga']).filter(({ place }) => /^ga\.(?!progress)/.test(place));
    for (const { expr } of queries) expect(await instantQuery(stack.prometheus.url, expr)).toEqual([]);
  });
});
