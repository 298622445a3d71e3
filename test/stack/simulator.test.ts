import { describe, expect, it } from 'vitest';
import { millis } from '../../src/units.ts';
import { SYSTEMS } from '../../stack/profiles.ts';
import { platformLines } from '../../stack/simulator/deployment-system/logs.ts';
import {
  type PlatformEvents,
  PORTS,
  startPlatform,
  stepPlatform,
} from '../../stack/simulator/deployment-system/platform.ts';
import * as platformScenarios from '../../stack/simulator/deployment-system/scenarios.ts';
import { seededRandom } from '../../stack/simulator/random.ts';
import { commandsOf } from '../../stack/simulator/registry.ts';
import { Simulator } from '../../stack/simulator/simulator.ts';
import {
  type Matching,
  type Request,
  startMatching,
  stepMatching,
} from '../../stack/simulator/supersmartmatch/matching.ts';
import { type Conditions, HEALTHY, SCENARIOS, SCRIPTS } from '../../stack/simulator/supersmartmatch/scenarios.ts';
import { cueAt } from '../../stack/simulator/system.ts';
import * as vaultScenarios from '../../stack/simulator/usb-video-vault/scenarios.ts';
import { deployRing, stepVault, type Vault } from '../../stack/simulator/usb-video-vault/vault.ts';

/** Plays `seconds` of a scenario in steps of one second; the events are those of the last minute. */
function play(conditions: Conditions, seconds: number, from: Matching = startMatching(0.3), began = 1000, seed = 7) {
  const random = seededRandom(seed);
  let world = from;
  const requests: Request[] = [];
  for (let i = 1; i <= seconds; i += 1) {
    const next = stepMatching(world, began + i, 1, conditions, random);
    world = next.world;
    if (i > seconds - 60) requests.push(...next.events);
  }
  const of = (version: string) => requests.filter((r) => r.version === version);
  const errors = (version: string) => of(version).filter((r) => r.status.startsWith('5')).length / of(version).length;
  const p95 = (version: string) => {
    const sorted = of(version).map((r) => r.seconds);
    return sorted.sort((a, b) => a - b)[Math.floor(sorted.length * 0.95)];
  };
  return { world, share: of('v2').length / requests.length, errors, p95 };
}

/** The vault after `seconds` of a scenario. */
function playVault(
  conditions: vaultScenarios.Conditions,
  seconds: number,
  from: Vault = deployRing({}, 'ring0', 1000),
) {
  const random = seededRandom(7);
  let world = from;
  for (let i = 0; i < seconds; i += 1) world = stepVault(world, 1, conditions, random).world;
  return world;
}

describe('the simulated migration', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(play(HEALTHY, 30).world).toEqual(play(HEALTHY, 30).world);
    expect(play(HEALTHY, 30).world).not.toEqual(play(HEALTHY, 30, startMatching(0.3), 1000, 8).world);
  });

  it('lets healthy traffic follow a rising plan', () => {
    const { world, share, errors, p95 } = play(HEALTHY, 21 * 60);
    expect(world.planned).toBeCloseTo(0.55, 9);
    expect(share).toBeCloseTo(0.55, 1);
    expect(errors('v2')).toBeLessThan(0.01);
    expect(p95('v2')).toBeLessThan(0.05);
    expect(p95('v1')).toBeLessThan(0.06);
    expect(Object.keys(world.stageStarted)).toEqual(['canary', 'half']);
  });

  it('lets V2 alone fail in v2-error-spike', () => {
    const { errors } = play(SCENARIOS['v2-error-spike'], 120);
    expect(errors('v2')).toBeGreaterThan(0.05);
    expect(errors('v1')).toBeLessThan(0.01);
  });

  it('lets V2 alone be slow in v2-slow', () => {
    const { p95, world } = play(SCENARIOS['v2-slow'], 120);
    expect(p95('v2')).toBeGreaterThan(0.1);
    expect(p95('v1')).toBeLessThan(0.06);
    expect(world.cacheHitRatio).toBeLessThan(0.8);
  });

  it('leaves the traffic where it is in traffic-stalled, while the plan goes on', () => {
    const { share, world } = play(SCENARIOS['traffic-stalled'], 180);
    expect(share).toBeCloseTo(0.3, 1);
    expect(world.planned).toBeGreaterThan(0.4);
  });

  it('ends a stage on a roll-back and begins it anew afterwards', () => {
    const away = play(SCENARIOS['rolled-back'], 60, play(HEALTHY, 60).world, 1060).world;
    expect(away.stageStarted).toEqual({});
    expect(play(HEALTHY, 10 * 60, away, 1120).world.stageStarted.canary).toBeGreaterThan(1120);
  });
});

describe('the simulated vault', () => {
  it('raises the memory of the newest ring alone in ring-memory', () => {
    const both = deployRing(deployRing({}, 'ring0', 1000), 'ring1', 1000);
    const vault = playVault(vaultScenarios.SCENARIOS['ring-memory'], 300, both);
    const highest = (ring: 'ring0' | 'ring1') => Math.max(...(vault[ring]?.hosts ?? []).map((h) => h.memory));
    expect(highest('ring1')).toBeGreaterThan(200);
    expect(highest('ring0')).toBeLessThan(190);
  });

  it('reaches one host of a ring after the other', () => {
    expect(deployRing({}, 'ring0', 1000).ring0?.reached).toBe(1);
    const later = playVault(vaultScenarios.HEALTHY, 60);
    expect(later.ring0?.reached).toBe(4);
    expect(later.ring1).toBeUndefined();
  });
});

describe('the simulated platform', () => {
  /** What happened on it during the last seconds of a scenario that follows five healthy minutes. */
  function platform(conditions: platformScenarios.Conditions, seconds: number) {
    const random = seededRandom(3);
    let world = startPlatform(1000);
    const events: PlatformEvents[] = [];
    for (let i = 1; i <= 300 + seconds; i += 1) {
      const next = stepPlatform(world, 1000 + i, 1, i <= 300 ? platformScenarios.HEALTHY : conditions, random);
      world = next.world;
      if (i > 300) events.push(next.events);
    }
    const ended = events.flatMap((event) => event.ended);
    const failed = ended.filter(({ outcome }) => !outcome.ok);
    const lines = events.flatMap((event, i) => platformLines(event, 1300 + i)).map(({ text }) => text);
    return { ports: world.ports / PORTS, events, ended, failed, lines };
  }

  it('deploys all the time, and hardly anything fails', () => {
    const { ports, ended, failed, lines } = platform(platformScenarios.HEALTHY, 600);
    expect(ports).toBeCloseTo(0.46, 1);
    expect(ended.length).toBeGreaterThan(20);
    expect(failed.length / ended.length).toBeLessThan(0.05);
    for (const { seconds } of ended) expect(seconds).toBeGreaterThan(20);
    expect(lines.filter((text) => text.includes('CRITICAL')).length).toBeLessThan(5);
  });

  it('fails every deployment and falls over in deployments-fail, and says why in its logs', () => {
    const { ended, failed, events, lines } = platform(platformScenarios.SCENARIOS['deployments-fail'], 60);
    expect(failed.length).toBeGreaterThan(5);
    expect(failed).toEqual(ended);
    expect(events.flatMap(({ restarted }) => restarted).length).toBeGreaterThan(3);
    expect(lines.filter((text) => text.includes('❌') && text.includes('no space left')).length).toBe(failed.length);
    for (const { deployment } of failed) expect(lines.join('\n')).toContain(`"deployment_id":"${deployment.id}"`);
  });

  it('has hardly a port left in ports-exhausted, and turns others away', () => {
    const { ports, events, failed } = platform(platformScenarios.SCENARIOS['ports-exhausted'], 60);
    expect(ports).toBeGreaterThan(0.9);
    expect(ports).toBeLessThanOrEqual(1);
    expect(events.flatMap(({ refused }) => refused).length).toBeGreaterThan(10);
    expect(failed.length).toBeLessThan(3);
  });
});

describe('the systems together', () => {
  it('have no two scenarios, scripts or commands of one name', () => {
    const commands = commandsOf(SYSTEMS);
    expect(commands).toEqual([...new Set(commands)]);
  });

  it('play what is asked for, and know nothing of the others', async () => {
    const simulator = new Simulator({ clock: { now: () => millis(1_000_000) }, systems: ['usb-video-vault'] });
    expect(simulator.endpoints.map(({ job }) => job)).toContain('usb-video-vault');
    expect(simulator.endpoints.map(({ job }) => job)).not.toContain('supersmartmatch-v1');
    expect(await simulator.play('v2-slow')).toBe(false);
    expect(await simulator.play('ring-memory')).toBe(true);
    await simulator.close();
  });
});

describe('a script', () => {
  it('has its cues in order, and holds each until the next', () => {
    const cues = SCRIPTS.rollout;
    expect(cues.map((cue) => cue.at)).toEqual(cues.map((cue) => cue.at).toSorted((a, b) => a - b));
    expect(cueAt(cues, 0)).toBe(cues[0]);
    expect(cueAt(cues, 1300)?.says).toBe('V2 begins to fail');
    expect(cueAt(cues, 1e6)).toBe(cues.at(-1));
  });

  it('rolls V2 out, back and out again', () => {
    const shares = SCRIPTS.rollout.map(({ conditions: { plan } }) => 'hold' in plan && plan.hold);
    expect(shares).toEqual([0.05, 0.1, 0.3, 0.5, 0.5, 0.05, 0.05, 0.1, 0.1]);
  });

  it('plays by the clock until a scenario is chosen', async () => {
    let now = 1_000_000;
    const heard: string[] = [];
    const simulator = new Simulator({
      clock: { now: () => millis(now) },
      script: 'rollout',
      onCue: (says) => heard.push(says),
    });
    now += 250_000;
    simulator.advance();
    simulator.advance();
    expect(heard).toEqual(['V2 takes 5 %', 'V2 takes 10 %']);
    expect(simulator.playing).toBe('rollout');
    expect(await simulator.play('v2-slow')).toBe(true);
    expect(simulator.playing).toBe('v2-slow');
    expect(await simulator.play('no-such')).toBe(false);
    expect(await simulator.play('toString')).toBe(false);
    await simulator.close();
  });
});
