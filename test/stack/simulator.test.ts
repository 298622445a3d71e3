import { describe, expect, it } from 'vitest';
import { millis } from '../../src/units.ts';
import { PORTS } from '../../stack/simulator/platform.ts';
import { platformLines } from '../../stack/simulator/platform-logs.ts';
import { seededRandom } from '../../stack/simulator/random.ts';
import { cueAt, SCENARIOS, SCRIPTS, type Scenario } from '../../stack/simulator/scenarios.ts';
import { Simulator } from '../../stack/simulator/simulator.ts';
import { deployRing } from '../../stack/simulator/vault.ts';
import { type Events, startWorld, step, type World } from '../../stack/simulator/world.ts';

/** Plays `seconds` of a scenario in steps of one second; the events are those of the last minute. */
function play(scenario: Scenario, seconds: number, from: World = startWorld(1000, SCENARIOS.healthy), seed = 7) {
  const random = seededRandom(seed);
  let world = from;
  const requests: Events['requests'][number][] = [];
  for (let i = 0; i < seconds; i += 1) {
    const next = step(world, 1, SCENARIOS[scenario], random);
    world = next.world;
    if (i >= seconds - 60) requests.push(...next.events.requests);
  }
  const of = (version: string) => requests.filter((r) => r.version === version);
  const errors = (version: string) => of(version).filter((r) => r.status.startsWith('5')).length / of(version).length;
  const p95 = (version: string) => {
    const sorted = of(version).map((r) => r.seconds);
    return sorted.sort((a, b) => a - b)[Math.floor(sorted.length * 0.95)];
  };
  return { world, share: of('v2').length / requests.length, errors, p95 };
}

describe('the simulated world', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(play('healthy', 30).world).toEqual(play('healthy', 30).world);
    expect(play('healthy', 30).world).not.toEqual(play('healthy', 30, startWorld(1000, SCENARIOS.healthy), 8).world);
  });

  it('lets healthy traffic follow a rising plan', () => {
    const { world, share, errors, p95 } = play('healthy', 20 * 60);
    expect(world.matching.planned).toBeCloseTo(0.55, 9);
    expect(share).toBeCloseTo(0.55, 1);
    expect(errors('v2')).toBeLessThan(0.01);
    expect(p95('v2')).toBeLessThan(0.05);
    expect(p95('v1')).toBeLessThan(0.06);
    expect(Object.keys(world.matching.stageStarted)).toEqual(['canary', 'half']);
  });

  it('lets V2 alone fail in v2-error-spike', () => {
    const { errors } = play('v2-error-spike', 120);
    expect(errors('v2')).toBeGreaterThan(0.05);
    expect(errors('v1')).toBeLessThan(0.01);
  });

  it('lets V2 alone be slow in v2-slow', () => {
    const { p95, world } = play('v2-slow', 120);
    expect(p95('v2')).toBeGreaterThan(0.1);
    expect(p95('v1')).toBeLessThan(0.06);
    expect(world.matching.cacheHitRatio).toBeLessThan(0.8);
  });

  it('leaves the traffic where it is in traffic-stalled, while the plan goes on', () => {
    const { share, world } = play('traffic-stalled', 180);
    expect(share).toBeCloseTo(0.3, 1);
    expect(world.matching.planned).toBeGreaterThan(0.4);
  });

  it('ends a stage on a roll-back and begins it anew afterwards', () => {
    const away = play('rolled-back', 60, play('healthy', 60).world).world;
    expect(away.matching.stageStarted).toEqual({});
    expect(play('healthy', 10 * 60, away).world.matching.stageStarted.canary).toBeGreaterThan(away.at);
  });

  it('raises the memory of the newest ring alone in ring-memory', () => {
    const start = startWorld(1000, SCENARIOS.healthy);
    const { world } = play('ring-memory', 300, { ...start, vault: deployRing(start.vault, 'ring1', 1000) });
    const highest = (ring: 'ring0' | 'ring1') => Math.max(...(world.vault[ring]?.hosts ?? []).map((h) => h.memory));
    expect(highest('ring1')).toBeGreaterThan(200);
    expect(highest('ring0')).toBeLessThan(190);
  });

  it('reaches one host of a ring after the other', () => {
    expect(startWorld(1000, SCENARIOS.healthy).vault.ring0?.reached).toBe(1);
    expect(play('healthy', 60).world.vault.ring0?.reached).toBe(4);
    expect(play('healthy', 60).world.vault.ring1).toBeUndefined();
  });
});

describe('the simulated platform', () => {
  /** What happened on it during the last seconds of a scenario that follows five healthy minutes. */
  function platform(scenario: Scenario, seconds: number) {
    const random = seededRandom(3);
    let world = startWorld(1000, SCENARIOS.healthy);
    const events: Events['platform'][] = [];
    for (let i = 0; i < 300 + seconds; i += 1) {
      const next = step(world, 1, i < 300 ? SCENARIOS.healthy : SCENARIOS[scenario], random);
      world = next.world;
      if (i >= 300) events.push(next.events.platform);
    }
    const ended = events.flatMap((event) => event.ended);
    const failed = ended.filter(({ outcome }) => !outcome.ok);
    const lines = events.flatMap((event, i) => platformLines(event, 1300 + i)).map(({ text }) => text);
    return { ports: world.platform.ports / PORTS, events, ended, failed, lines };
  }

  it('deploys all the time, and hardly anything fails', () => {
    const { ports, ended, failed, lines } = platform('healthy', 600);
    expect(ports).toBeCloseTo(0.46, 1);
    expect(ended.length).toBeGreaterThan(20);
    expect(failed.length / ended.length).toBeLessThan(0.05);
    for (const { seconds } of ended) expect(seconds).toBeGreaterThan(20);
    expect(lines.filter((text) => text.includes('CRITICAL')).length).toBeLessThan(5);
  });

  it('fails every deployment and falls over in deployments-fail, and says why in its logs', () => {
    const { ended, failed, events, lines } = platform('deployments-fail', 60);
    expect(failed.length).toBeGreaterThan(5);
    expect(failed).toEqual(ended);
    expect(events.flatMap(({ restarted }) => restarted).length).toBeGreaterThan(3);
    expect(lines.filter((text) => text.includes('❌') && text.includes('no space left')).length).toBe(failed.length);
    for (const { deployment } of failed) expect(lines.join('\n')).toContain(`"deployment_id":"${deployment.id}"`);
  });

  it('has hardly a port left in ports-exhausted, and turns others away', () => {
    const { ports, events, failed } = platform('ports-exhausted', 60);
    expect(ports).toBeGreaterThan(0.9);
    expect(ports).toBeLessThanOrEqual(1);
    expect(events.flatMap(({ refused }) => refused).length).toBeGreaterThan(10);
    expect(failed.length).toBeLessThan(3);
  });
});

describe('a script', () => {
  it('has its cues in order, and holds each until the next', () => {
    const cues = SCRIPTS.rollout;
    expect(cues.map((cue) => cue.at)).toEqual(cues.map((cue) => cue.at).toSorted((a, b) => a - b));
    expect(cueAt('rollout', 0)).toBe(cues[0]);
    expect(cueAt('rollout', 1300)?.says).toBe('V2 begins to fail');
    expect(cueAt('rollout', 1e6)).toBe(cues.at(-1));
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
