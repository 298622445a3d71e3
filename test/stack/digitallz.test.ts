import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compileLog } from '../../src/logs/query.ts';
import { millis, nanosOf } from '../../src/units.ts';
import { LogStore } from '../../stack/loki/store.ts';
import { profilePath } from '../../stack/profiles.ts';
import { digitallzLines } from '../../stack/simulator/digitallz/logs.ts';
import { type Conditions, HEALTHY, SCENARIOS } from '../../stack/simulator/digitallz/scenarios.ts';
import { type DigitallzEvents, startDigitallz, stepDigitallz } from '../../stack/simulator/digitallz/world.ts';
import { seededRandom } from '../../stack/simulator/random.ts';
import { loadShipped } from './queries.ts';

const BEGAN = 1_700_000_000;

/** Plays `seconds` of a scenario after a healthy minute; the events are those of the scenario. */
function play(conditions: Conditions, seconds: number, seed = 7) {
  const random = seededRandom(seed);
  const logRandom = seededRandom(seed + 1);
  const store = new LogStore();
  let world = startDigitallz(BEGAN, HEALTHY);
  const events: DigitallzEvents[] = [];
  for (let i = 1; i <= 60 + seconds; i += 1) {
    const at = BEGAN + i;
    const next = stepDigitallz(world, at, 1, i <= 60 ? HEALTHY : conditions, random);
    world = next.world;
    const lines = digitallzLines({ ...next, at, dt: 1, random: logRandom });
    store.push(lines.map((line) => ({ ...line, at: nanosOf(millis(at * 1000)) })));
    if (i > 60) events.push(next.events);
  }
  const requests = events.flatMap((one) => one.requests);
  const times = requests.map((one) => one.seconds).sort((a, b) => a - b);
  return {
    world,
    lines: store.lines,
    requests,
    findings: events.flatMap(({ security }) => security.findings),
    p95: times[Math.floor(times.length * 0.95)],
    errors: requests.filter(({ status }) => status === '500').length / requests.length,
  };
}

describe('Digitallz in the simulator', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(play(HEALTHY, 30).world).toEqual(play(HEALTHY, 30).world);
    expect(play(HEALTHY, 30).world).not.toEqual(play(HEALTHY, 30, 8).world);
  });

  it('keeps what its document asks for while nothing is wrong', () => {
    const { world, errors, p95 } = play(HEALTHY, 600);
    expect(errors).toBeLessThan(0.001);
    expect(p95).toBeLessThan(0.2);
    for (const { cpu, memory, disk } of world.machines.hosts) expect(Math.max(cpu, memory, disk)).toBeLessThan(0.8);
    expect(world.stores.redis.hitRatio).toBeGreaterThan(0.95);
  });

  it('answers slowly and with errors in digitallz-slow, and its database is the cause', () => {
    const { world, errors, p95, lines } = play(SCENARIOS['digitallz-slow'], 120);
    expect(errors).toBeGreaterThan(0.05);
    expect(p95).toBeGreaterThan(1);
    expect(world.stores.database.replicationLag).toBeGreaterThan(1);
    expect(lines.some(({ labels, text }) => labels.job === 'digitallz-postgres' && text.includes('duration:'))).toBe(
      true,
    );
  });

  it('answers nothing in digitallz-site-down', () => {
    expect(play(SCENARIOS['digitallz-site-down'], 60).requests).toEqual([]);
  });

  it('sees an intruder once in digitallz-attack, and turns most requests away', () => {
    const { findings, requests } = play(SCENARIOS['digitallz-attack'], 120);
    expect(findings.filter(({ priority }) => priority === 'Critical')).toHaveLength(2);
    expect(requests.filter(({ status }) => status === '429').length).toBeGreaterThan(requests.length / 3);
  });

  it('leaps over a milestone once in digitallz-growth-spurt', () => {
    const { world } = play(SCENARIOS['digitallz-growth-spurt'], 60);
    expect(Math.floor(world.business.users / 1000)).toBe(19);
    expect(Math.floor(world.business.revenue / 10_000)).toBe(129);
  });

  it('has lines for every saved search of the profile', () => {
    const lines = [SCENARIOS['digitallz-slow'], SCENARIOS['digitallz-attack'], HEALTHY].flatMap(
      (conditions) => play(conditions, 240).lines,
    );
    const { saved } = loadShipped('digitallz').logs;
    for (const { id, query } of saved) {
      const find = compileLog(query);
      expect(lines.filter((line) => find(line) !== null).length, id).toBeGreaterThan(0);
    }
  });
});

it('every alert of Digitallz has a runbook beside the profile', () => {
  const text = readFileSync(profilePath('digitallz/alerting.rules.yml'), 'utf8');
  const { groups } = parse(text) as { groups: { rules: { alert: string; labels: { area: string } }[] }[] };
  const without = groups
    .flatMap(({ rules }) => rules)
    .filter(({ labels }) => !existsSync(profilePath(`digitallz/runbooks/${labels.area}.md`)));
  expect(without.map(({ alert }) => alert)).toEqual([]);
});
