import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/assets.ts';
import { Desk } from '../desk.ts';

const ONCE = 'ringdeck: The output is not a terminal, so the room is printed once. In a terminal it is live.\n';

describe('ringdeck, without a terminal', () => {
  let desk: Desk;
  beforeAll(() => {
    // Nothing listens there: what is asked of a server fails at once.
    const dead = 'http://127.0.0.1:1';
    desk = new Desk(['-c', 'supersmartmatch', '--prometheus', dead, '--alertmanager', dead]);
  });
  afterAll(() => desk.remove());

  it.each([[[]], [['watch']]])('ringdeck %j prints one frame and exits 0', async (args) => {
    const { code, out, err } = await desk.ringdeck(args);
    expect([code, err]).toEqual([0, ONCE]);
    expect(out.split('\n').length).toBeLessThanOrEqual(45);
    expect(out).toMatch(/SuperSmartMatch V2 migration/);
    expect(out).toMatch(/UNKNOWN/);
  });

  it.each([
    ['--help', /^Usage: ringdeck .*snapshot \[options\]/s],
    ['help', /^Usage: ringdeck /],
    ['--version', /^\d+\.\d+\.\d+\n$/],
  ])('%s prints to standard output and exits 0', async (flag, expected) => {
    expect(await desk.ringdeck([flag])).toEqual({ code: 0, out: expect.stringMatching(expected), err: '' });
  });

  it.each([
    [['snapsot'], 'ringdeck: There is no command "snapsot"; did you mean "snapshot"?\n'],
    [['nonsense'], 'ringdeck: There is no command "nonsense"; expected one of watch, wall, demo, replay, record, '],
    [['alerts', 'akc', 'X'], 'did you mean ack'],
    [['--plain'], "unknown option '--plain'"],
    [['snapshot', '--width', '7'], 'expected a number of columns, 20 to 1000'],
    [
      ['snapshot', '--page', 'warroom'],
      'There is no page "warroom"; there are war-room, migration, infra, executive, technical, segments, sla.',
    ],
    [['replay', 'no.tape'], 'There is no tape "no.tape".'],
    [['replay', '/dev/zero'], 'The tape /dev/zero cannot be read: it is not a file but a device.'],
    [['--theme', '/dev/zero', 'snapshot'], 'The theme /dev/zero cannot be read: it is not a file but a device.'],
    [['journal', 'show', '/dev/zero'], 'The journal /dev/zero cannot be read: it is not a file but a device.'],
    [['schema', 'room'], 'There is no schema "room"; there are profile, snapshot, report.'],
    [['schema', 'constructor'], 'There is no schema "constructor"; there are profile, snapshot, report.'],
    [['gate', 'constructor'], 'The profile has no ring "constructor"'],
    [['--theme', 'constructor', 'snapshot'], 'There is no theme "constructor"'],
    [['--prometheus', 'localhost', 'gate', 'canary'], '--prometheus expects the address of a server'],
    [['--alertmanager', 'ftp://localhost', 'alerts', 'list'], '--alertmanager expects the address of a server'],
    [['--operator', ' ', 'ring', 'revoke', 'canary'], '--operator is empty'],
    [['metrics', '--once', '--listen', '0'], 'With --once nothing is served: leave out --listen.'],
    [['metrics', '--listen', ':9400'], 'expected a port, or HOST:PORT'],
    [['metrics', '--push', 'pushgateway'], '--push expects the address of a Pushgateway'],
    [['metrics', '--push', 'http://127.0.0.1:1', '--every', '0s'], 'expected at least 1s'],
    [['bridge'], 'Say where reports come from: --dir, --post or both.'],
    [['bridge', '--post', '--token-file', 'no.token', '--listen', '0'], 'no.token (ENOENT)'],
    [['bridge', '--post', '--token-file', '/dev/zero', '--listen', '0'], 'it is not a file but a device'],
    [['bridge', '--post', '--listen', '192.0.2.1:1'], 'Nothing can be served at 192.0.2.1:1: listen EADDRNOTAVAIL'],
    [['oncall', '--at', 'monday'], 'expected a time such as 2026-01-31T03:00:00Z'],
    [['record', '-o', 'no/such/folder.tape', '--for', '1s'], 'The tape cannot be written: ENOENT'],
    [['record', '-o', '.', '--for', '1s'], 'The tape cannot be written: it is not a file but a folder'],
  ])('%j is a mistake: one sentence on standard error, exit 4', async (args, words) => {
    const { code, out, err } = await desk.ringdeck(args);
    expect([code, out]).toEqual([4, '']);
    expect(err.toLowerCase()).toContain(words.toLowerCase());
    expect(err).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['supersmartmach', 'did you mean "supersmartmatch"?'],
    ['.', 'cannot be read: it is not a file but a folder'],
    ['/dev/zero', 'cannot be read: it is not a file but a device'],
  ])('a profile named %s is a mistake: one sentence on standard error, exit 4', async (profile, words) => {
    const other = new Desk();
    const { code, out, err } = await other.ringdeck(['-c', profile, 'watch']).finally(() => other.remove());
    expect([code, out]).toEqual([4, '']);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('oncall says who has the turn at any time, and asks no server', async () => {
    const { code, out, err } = await desk.ringdeck(['oncall', '--at', '2026-03-24T12:00:00Z']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe('primary  Charlie\nbackup   Alice\nuntil    2026-03-30T07:00Z, then Alice\n');
    const before = await desk.ringdeck(['oncall', '--at', '2026-01-02T12:00:00Z', '--format', 'json']);
    expect([before.code, JSON.parse(before.out).primary]).toEqual([1, null]);
  });

  it('record leaves alone what is left of a recording that did not end', async () => {
    const left = desk.write('left.tape.partial', 'frames');
    const { code, err } = await desk.ringdeck(['record', '-o', 'left.tape', '--for', '1s']);
    expect([code, err]).toEqual([4, expect.stringContaining('"left.tape.partial" holds the frames of a recording')]);
    expect([desk.read('left.tape.partial'), existsSync(desk.path('left.tape'))]).toEqual(['frames', false]);
    rmSync(left);
  });

  it('record makes a tape that replay plays, and leaves nothing beside it', async () => {
    const { code, err } = await desk.ringdeck(['record', '-o', 'new.tape', '--for', '1s']);
    expect([code, err]).toEqual([0, expect.stringMatching(/1 frames, \d+ kB/)]);
    expect(existsSync(desk.path('new.tape.partial'))).toBe(false);
    expect((await desk.ringdeck(['replay', 'new.tape'])).out).toContain('SuperSmartMatch V2 migration');
  });

  it.each(['replay <(cat "$TAPE")', 'replay /dev/stdin < <(cat "$TAPE")', '--theme <(cat "$THEME") replay "$TAPE"'])(
    'does with a file as with a pipe: %s',
    async (pipe) => {
      const tape = desk.path('piped.tape');
      if (!existsSync(tape)) await desk.ringdeck(['record', '-o', tape, '--for', '1s']);
      const theme = join(packageRoot, 'themes/light.json');
      const file = await desk.ringdeck(['--theme', theme, 'replay', tape]);
      expect([file.code, file.err]).toEqual([0, ONCE]);
      expect(await desk.shell(`TAPE='${tape}' THEME='${theme}'; $RINGDECK ${pipe}`)).toEqual(file);
    },
  );

  it('says of an alert it cannot ask for that it is not known, not that there is none', async () => {
    const { code, out, err } = await desk.ringdeck(['alerts', 'ack', 'V2ErrorSpike']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^ringdeck: Alerts are not all known: prometheus is silent: alerts may be missing; no Alertmanager answers: .*connection refused\n$/,
    );
  });

  it('does not take a broken ring store for one that validates nothing', async () => {
    mkdirSync(desk.path('deployment'));
    desk.write('deployment/supersmartmatch-rings.json', '{ "rings": { "canary": { "validated": tru } } }');
    const gate = await desk.ringdeck(['gate', 'half']);
    expect(gate.code).toBe(3);
    expect(gate.out).toMatch(/cannot tell which rings are validated: .*supersmartmatch-rings\.json is not JSON/);
    const list = await desk.ringdeck(['ring', 'list', '--format', 'json']);
    expect([list.code, list.err]).toEqual([
      3,
      expect.stringMatching(/^ringdeck: cannot tell which rings are validated: .*is not JSON/),
    ]);
    const act = await desk.ringdeck(['ring', 'revoke', 'canary']);
    expect([act.code, act.err]).toEqual([
      1,
      expect.stringMatching(/^failed: .*supersmartmatch-rings\.json is not JSON/),
    ]);
  });

  // The others are started by tests of their own: demo, replay, record, watch, gate, logs, schema.
  it.each([
    [['ring', 'list']],
    [['alerts', 'list']],
    [['metrics', '--push', 'http://127.0.0.1:1', '--once']],
    [['journal', 'verify']],
    [['bridge', '--once', '--dir', 'no-such-folder']],
    [['oncall', '--at', '2026-03-24T12:00:00Z', '--format', 'json']],
    [['patterns']],
    [['snapshot', '--page', 'warroom']],
  ])('bin/ringdeck %j says and exits as it does inside a test', async (args) => {
    const run = await desk.ringdeck(args);
    expect(run.out + run.err).not.toBe('');
    expect(await desk.start(args).ended).toEqual(run);
  });

  it.each(['schema profile', '--help', 'gate canary'])('%s | true ends without a word', async (args) => {
    const { out, err } = await desk.shell(`$RINGDECK ${args} | true; echo \${PIPESTATUS[0]}`);
    expect(err).toBe('');
    expect(out).toBe(args === 'gate canary' ? '3\n' : '0\n');
  });
});
