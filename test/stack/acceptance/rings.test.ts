import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../../stack/profiles.ts';
import { type Stack, startStack } from '../../../stack/stack.ts';
import { Desk } from '../../desk.ts';
import { json, serve } from '../../sources/serve.ts';
import { shippedRules } from '../quick-rules.ts';
import { eventually, haveServers, instantQuery } from '../servers.ts';

const STORE = 'deployment/ring-targets.json';
const JOURNAL = `${STORE}.journal.jsonl`;

/** As a deploy script keeps it: with much that is none of ringdeck's business. */
const TARGETS = `{
  "version": "2.4.1",
  "rings": {
    "ring0": {
      "name": "Internal team",
      "hosts": ["INT-01", "INT-02", "INT-03", "INT-04"],
      "validated": false,
      "rollout": { "batch": 1, "pause_seconds": 5.0 }
    },
    "ring1": { "hosts": ["PILOT-01", "PILOT-02"], "validated": false },
    "ga": { "hosts": ["CLIENT-01"], "validated": false, "window": null }
  },
  "contacts": ["release@example.com"]
}
`;

/** A P0 of ring0 for as long as the simulator says that its licence server is down, as a scenario of another system does. */
const LICENCE_DOWN = `
groups:
  - name: test
    rules:
      - alert: LicenceServerDown
        expr: max by () (up{job="supersmartmatch-nexten"}) == 0
        labels: { severity: critical, system: usb-video-vault, ring: ring0 }
`;

interface Answer {
  readonly at: string;
  readonly answer: string;
  readonly exit: number;
  readonly reasons: readonly { readonly kind: string; readonly text: string }[];
  readonly notes: readonly string[];
}

interface Line {
  readonly by: string;
  readonly act: string;
  readonly target: string;
  readonly result: string;
  readonly detail: string;
}

describe.skipIf(!haveServers())('USB Video Vault, ring by ring on real servers', () => {
  let stack: Stack;
  let rules: ReturnType<typeof shippedRules>;
  let desk: Desk;

  beforeAll(async () => {
    rules = shippedRules('usb-video-vault');
    const own = join(rules.folder, 'licence-down.yml');
    writeFileSync(own, LICENCE_DOWN);
    // Its own, and the one whose scenario takes the licence server away; all five cost three times as much a second.
    const systems = ['usb-video-vault', 'supersmartmatch'] as const;
    stack = await startStack({ interval: '1s', systems, ruleFiles: [...rules.files, own] });
    const { prometheus, alertmanager } = stack;
    desk = new Desk(['--prometheus', prometheus.url, '--alertmanager', alertmanager.url]);
    mkdirSync(desk.path('deployment'));
    desk.write(STORE, TARGETS);
    const shipped = readFileSync(profilePath('usb-video-vault.yaml'), 'utf8');
    // A few seconds hold no honest error rate: one error is beyond a limit of one in a thousand.
    const patient = shipped.replace('at_most: 0.001\n    warn: 0.0008', 'at_most: 0.5');
    desk.write('day.yaml', patient);
    const quick = patient.replace('refresh: 5s', 'refresh: 2s').replace('history: 1h', 'history: 10m');
    desk.write('quick.yaml', quick.replace('soak: 1d', 'soak: 4s'));
  });
  afterAll(async () => {
    await stack?.stop();
    desk?.remove();
    rmSync(rules.folder, { recursive: true });
  });

  const gate = (profile: string, ...args: string[]) => desk.ringdeck(['-c', profile, 'gate', ...args]);
  const ask = (profile: string, ...args: string[]) => desk.json<Answer>(['-c', profile, 'gate', ...args]);
  const validate = (by: string) => desk.ringdeck(['-c', 'quick.yaml', '--operator', by, 'ring', 'validate', 'ring0']);
  /** The same as a process of its own. */
  const validating = (by: string) => desk.start(['-c', 'quick.yaml', '--operator', by, 'ring', 'validate', 'ring0']);
  const revoke = () => desk.ringdeck(['-c', 'quick.yaml', 'ring', 'revoke', 'ring0']);
  const journal = () =>
    desk
      .read(JOURNAL)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  const stored = () => JSON.parse(desk.read(STORE));

  describe('before ring0 is validated', () => {
    it('a ring nobody knows and a broken profile are mistakes of the caller', async () => {
      expect(await gate('day.yaml', 'rings0')).toMatchObject({
        code: 4,
        out: '',
        err: 'ringdeck: The profile has no ring "rings0"; did you mean "ring0"?\n',
      });
      desk.write(
        'broken.yaml',
        readFileSync(desk.path('day.yaml'), 'utf8').replace('    after: [ring0]', '    after: [rnig0]'),
      );
      const { code, err } = await gate('broken.yaml', 'ring1');
      expect(code).toBe(4);
      expect(err).toMatch(/broken\.yaml:\d+:\d+: rings\[1\]\.after\[0\]: .*did you mean "?ring0"?/);
      expect((await gate('missing.yaml', 'ring1')).code).toBe(4);
      expect((await gate('day.yaml', 'ring1', '--for', 'deplyo')).code).toBe(4);
      expect((await gate('day.yaml', 'ring1', '--at', 'yesterday')).code).toBe(4);
    });

    it('on a dead Prometheus what is missing is missing, and a certain refusal is still certain', async () => {
      const dead = ['--prometheus', 'http://127.0.0.1:1'];
      const validating = await gate('day.yaml', 'ring0', '--for', 'validate', ...dead);
      expect([validating.code, validating.out]).toEqual([3, expect.stringMatching(/^UNKNOWN .*connection refused/s)]);
      const deploying = await gate('day.yaml', 'ring1', ...dead);
      expect([deploying.code, deploying.out]).toEqual([1, expect.stringMatching(/^FAIL .*ring0 is not validated/s)]);
    });

    it('ring1 may not be deployed to, and the gate says why', async () => {
      // Until then its checks are unknown.
      await eventually(async () => {
        const [seen] = await instantQuery(stack.prometheus.url, 'rate(operations_total{ring="ring0"}[1m]) > 0');
        return seen;
      });
      expect(await gate('day.yaml', 'ring1')).toEqual({
        code: 1,
        out: 'FAIL  ring1 may not be deployed to\n  - ring0 is not validated\n',
        err: '',
      });
    });

    it('ring0 is undecided while it soaks, and waiting does not help', async () => {
      const { code, out } = await gate('day.yaml', 'ring0', '--for', 'validate', '--wait', '1s');
      expect(code).toBe(2);
      expect(out).toMatch(
        /^UNDECIDED {2}ring0 may not yet be validated\n {2}- ring0 is still soaking: \d+s of 1d, .* left\n$/,
      );
    });

    it('nobody validates it', async () => {
      const { code, err } = await desk.ringdeck(['-c', 'day.yaml', 'ring', 'validate', 'ring0']);
      expect(code).toBe(2);
      expect(err).toMatch(
        /^refused: ring0 is still soaking.*\nTo validate it anyway, give a reason: --override REASON\n$/,
      );
      expect(desk.read(STORE)).toBe(TARGETS);
      expect(journal().map(({ by, result }) => [by, result])).toEqual([['alice', 'refused']]);
    });

    it('one dead Alertmanager of two hides nothing while Prometheus vouches for the other; without any, nothing is known', async () => {
      const dead = ['--alertmanager', 'http://127.0.0.1:1'];
      expect(await gate('day.yaml', 'ring0', ...dead)).toMatchObject({ code: 0, err: '' });
      // What RingProgression fires for, the other one was never sent.
      const deaf = await serve((_, response) => json(response, []));
      const blind = new Desk(['--prometheus', stack.prometheus.url, ...dead]);
      const ask = (...args: string[]) => blind.ringdeck(['-c', desk.path('day.yaml'), 'gate', 'ring0', ...args]);
      try {
        const some = await ask('--alertmanager', deaf.url);
        expect([some.code, some.out]).toEqual([3, expect.stringContaining('not all alerts are known: 1 of 2 ')]);
        const none = await ask();
        expect([none.code, none.out]).toEqual([3, expect.stringContaining('alerts are not known')]);
      } finally {
        blind.remove();
      }
    });
  });

  describe('once its soak is over', () => {
    let ready: Answer;

    it('the gate that waited for it passes', async () => {
      ready = await ask('quick.yaml', 'ring0', '--for', 'validate', '--wait', '50s');
      expect(ready).toMatchObject({ answer: 'pass', exit: 0, reasons: [] });
    });

    it('nobody validates it with --read-only', async () => {
      const { code, err } = await desk.ringdeck(['-c', 'quick.yaml', '--read-only', 'ring', 'validate', 'ring0']);
      expect([code, err]).toEqual([1, 'refused: started with --read-only\n']);
      expect(desk.read(STORE)).toBe(TARGETS);
    });

    it('it is validated: the file says so and keeps everything else', async () => {
      const validated = await desk.ringdeck([
        ...['-c', 'quick.yaml', '--operator', 'bob', 'ring', 'validate', 'ring0', '--note', 'all green'],
      ]);
      expect(validated).toEqual({ code: 0, out: 'ring0 is validated: all green\n', err: '' });
      const { validation, ...ring0 } = stored().rings.ring0;
      const before = JSON.parse(TARGETS);
      expect(validation).toMatchObject({ by: 'bob', note: 'all green' });
      expect({ ...stored(), rings: { ...stored().rings, ring0 } }).toEqual({
        ...before,
        rings: { ...before.rings, ring0: { ...before.rings.ring0, validated: true } },
      });
      expect(desk.read(STORE)).toContain('"pause_seconds": 5.0');
    });

    it('ring1 may be deployed to', async () => {
      expect(await gate('quick.yaml', 'ring1')).toEqual({ code: 0, out: 'PASS  ring1 may be deployed to\n', err: '' });
      const { at } = stored().rings.ring0.validation;
      expect(await gate('quick.yaml', 'ring1', '--at', at)).toMatchObject({ code: 0 });
    });

    it('and at a time before, the gate answers as it would have then', async () => {
      const then = ['--at', ready.at];
      expect(await ask('quick.yaml', 'ring1', ...then)).toMatchObject({ exit: 1, at: ready.at });
      expect(await ask('quick.yaml', 'ring0', '--for', 'validate', ...then)).toMatchObject({ exit: 0, at: ready.at });
      expect(await ask('quick.yaml', 'ring0', '--for', 'validate')).toMatchObject({ exit: 1 });
    });

    it('revoked, it holds ring1 up again', async () => {
      expect(await revoke()).toMatchObject({ code: 0, err: '' });
      expect(await gate('quick.yaml', 'ring1')).toMatchObject({ code: 1 });
      expect(stored().rings.ring0).toEqual(JSON.parse(TARGETS).rings.ring0);
    });
  });

  describe('while a P0 fires on it', () => {
    const P0 = /^P0 LicenceServerDown is firing \(ring0, \d+s\) and nobody has acknowledged it$/;
    const question = (...args: string[]) => ask('quick.yaml', ...args);
    /** What Alertmanager lists of it. */
    const listed = async () => {
      const filter = encodeURIComponent('alertname="LicenceServerDown"');
      const response = await fetch(`${stack.alertmanager.url}/api/v2/alerts?filter=${filter}`);
      return ((await response.json()) as readonly unknown[]).length;
    };
    let fired: Answer;

    it('neither question passes, and nobody validates it', async () => {
      await stack.simulator.play('service-down');
      await eventually(async () => ((await listed()) > 0 ? true : undefined));
      fired = await question('ring0', '--for', 'validate');
      expect(fired).toMatchObject({ exit: 1, reasons: [{ kind: 'fail', text: expect.stringMatching(P0) }] });
      expect(await question('ring0')).toMatchObject({ exit: 1, reasons: fired.reasons.map(({ kind }) => ({ kind })) });
      const { code, err } = await validate('alice');
      expect([code, err]).toEqual([1, expect.stringMatching(/^refused: P0 LicenceServerDown is firing \(ring0, /)]);
      expect(stored().rings.ring0.validated).toBe(false);
    });

    it('another ring is not held up by it', async () => {
      const answer = await question('ga');
      expect(answer.reasons.filter(({ text }) => text.includes('LicenceServerDown'))).toEqual([]);
      expect(answer.notes).toEqual([
        expect.stringMatching(/^not about ring1 or ga: P0 LicenceServerDown is firing \(ring0, \d+s\)$/),
      ]);
    });

    it('acknowledged, it holds nothing up, and the gate says so: now, and at that time, as the journal has it', async () => {
      const acked = await desk.ringdeck(['-c', 'quick.yaml', 'alerts', 'ack', 'LicenceServerDown', '--note', 'known']);
      expect(acked).toMatchObject({ code: 0, err: '' });
      const now = await question('ring0', '--for', 'validate');
      const noted = expect.stringMatching(/^P0 LicenceServerDown is acknowledged by alice \(ring0, \d+s\)$/);
      expect(now).toMatchObject({ exit: 0, notes: [noted] });
      const record = expect.stringContaining('acknowledgements from ringdeck');
      const then = await question('ring0', '--for', 'validate', '--at', now.at);
      expect(then).toMatchObject({ exit: 0, notes: [noted, record] });
      const before = await question('ring0', '--for', 'validate', '--at', fired.at);
      expect(before).toMatchObject({ exit: 1, reasons: [{ text: expect.stringMatching(P0) }], notes: [record] });
    });

    it('over, it is nothing any more', async () => {
      await stack.simulator.play('healthy');
      await eventually(async () => ((await listed()) === 0 ? true : undefined));
      expect(await question('ring0', '--for', 'validate')).toMatchObject({ exit: 0, notes: [] });
    });
  });

  describe('two at the same moment', () => {
    it('one validates, the other is refused, each has one line, and no reader sees half a file', async () => {
      desk.write(STORE, TARGETS);
      const before = journal().length;
      const runs = await whileReading(() => Promise.all([validating('ann').ended, validating('ben').ended]));
      const told = runs.map(({ err }) => err).join('');
      expect(runs.map(({ code }) => code).toSorted(), told).toEqual([0, 1]);
      expect(told).toMatch(/^refused: ring0 is already validated, by (ann|ben) just now\n$/);
      const lines = journal().slice(before);
      expect(lines.map(({ by }) => by).toSorted()).toEqual(['ann', 'ben']);
      expect(lines.map(({ result }) => result)).toEqual(['done', 'refused']);
      expect(stored().rings.ring0.validation.by).toBe(lines[0]?.by);
    });

    it.each(['.lock', '.next', '.journal.jsonl', ''])(
      'one killed as it touches %j did its act or did not',
      async (file) => {
        let before: number;
        do {
          desk.write(STORE, TARGETS);
          before = journal().length;
        } while (!(await whileReading(() => killedInTime(file))));
        const { code } = await validate('after');
        const lines = journal()
          .slice(before)
          .filter(({ result }) => result === 'done');
        expect(lines).toHaveLength(1);
        expect(code).toBe(lines[0]?.by === 'after' ? 0 : 1);
        expect(stored().rings.ring0).toMatchObject({ validated: true, validation: { by: lines[0]?.by } });
      },
    );
  });

  /** Reads the store all the time while `act` goes on: it must be whole each time. */
  async function whileReading<T>(act: () => Promise<T>): Promise<T> {
    let done = false;
    const acted = act().finally(() => {
      done = true;
    });
    for (; !done; await pause(5)) expect(Object.keys(stored().rings)).toEqual(['ring0', 'ring1', 'ga']);
    return acted;
  }

  /**
   * Validates, and is killed once the file of that suffix (of a lock, or its own journal) changes beside the store. False
   * when it had ended by then or, killed at the store's next form, when that had taken its place already.
   */
  async function killedInTime(suffix: string): Promise<boolean> {
    const name = basename(STORE) + suffix;
    const { child, ended } = validating('killed');
    const watcher = watch(desk.path('deployment'), (_, changed) => {
      if (changed === name || (name.endsWith('.lock') && changed?.startsWith(name))) child.kill('SIGKILL');
    });
    const { code } = await ended.finally(() => watcher.close());
    return code === null && (suffix !== '.next' || existsSync(desk.path(`${STORE}.next`)));
  }
});
