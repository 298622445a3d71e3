import { describe, expect, test } from 'vitest';
import type { LogJump } from '../../../src/logs/jump.ts';
import { LogSession } from '../../../src/session/logs/session.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { millis } from '../../../src/units.ts';
import { FakeTimer } from '../../fake-timer.ts';
import { logLine, memoryLoki } from '../../screen/memory-loki.ts';

const clock = new FakeTimer();
const now = clock.now();

const ring: LogJump = {
  about: 'Canary',
  labels: { env: 'prod', ring: 'canary' },
  from: millis(now - 600_000),
  to: null,
  at: null,
  instead: { of: 'ring', labels: { version: 'v2', job: 'api-v2' }, remark: 'These are all of V2.' },
};

async function jump(lineLabels: Labels, mapping: Labels = {}) {
  const loki = memoryLoki([logLine(millis(now - 60_000), 'served', { labels: lineLabels })]);
  const logs = new LogSession({ loki, clock, searches: [], labels: mapping });
  logs.run({ do: 'jump', jump: ring });
  await clock.pass(1);
  const scene = logs.scene();
  logs.run({ do: 'close' });
  return { query: scene?.query, remarks: scene?.remarks, state: scene?.state };
}

describe('logs of a ring', () => {
  test.each<[string, Labels, Labels, string, string[]]>([
    ['are those with its label', { ring: 'canary', version: 'v2' }, {}, '{ring="canary"}', []],
    ['are those with the label that the profile names', { stage: 'canary' }, { ring: 'stage' }, '{stage="canary"}', []],
    [
      'are those of its version where the logs know no rings, and say so',
      { version: 'v2', env: 'prod' },
      {},
      '{env="prod", version="v2"}',
      ['These are all of V2.'],
    ],
    [
      'are those of its version where the logs know only other rings',
      { ring: 'other', version: 'v2' },
      {},
      '{version="v2"}',
      ['These are all of V2.'],
    ],
  ])('%s', async (_, labels, mapping, query, remarks) => {
    expect(await jump(labels, mapping)).toMatchObject({ query, remarks });
  });

  test('are those of as many labels as lines have together, and it is said which are left out', async () => {
    const at = millis(now - 60_000);
    const loki = memoryLoki([
      logLine(at, 'a', { labels: { env: 'prod', ring: 'other' } }),
      logLine(at, 'b', { labels: { env: 'test', ring: 'canary', stage: 'x' } }),
      logLine(at, 'c', { labels: { region: 'eu', ring: 'canary' } }),
    ]);
    const open = async (labels: Labels, mapping: Labels = {}) => {
      const logs = new LogSession({ loki, clock, searches: [], labels: mapping });
      logs.run({ do: 'jump', jump: { ...ring, labels, instead: undefined } });
      await clock.pass(1);
      const { query, remarks, lines } = logs.scene() ?? {};
      logs.run({ do: 'close' });
      return { query, remarks, found: lines?.length };
    };
    expect(await open({ env: 'prod', ring: 'canary' })).toMatchObject({
      query: '{env="prod"}',
      remarks: ['No log has env=prod, ring=canary together: these are the lines without ring=canary.'],
    });
    expect(await open({ env: 'prod', ring: 'canary' }, { ring: 'ring' })).toMatchObject({
      query: '{ring="canary"}',
      remarks: ['No log has ring=canary, env=prod together: these are the lines without env=prod.'],
    });
    expect(await open({ ring: 'canary', region: 'eu', stage: 'x' })).toMatchObject({
      query: '{ring="canary", region="eu"}',
    });
    expect(await open({ ring: 'canary', region: 'eu' })).toMatchObject({
      query: '{ring="canary", region="eu"}',
      remarks: [],
    });
  });

  test('are refused with all that was tried when the logs know nothing of it', async () => {
    const { state } = await jump({ host: 'a' });
    expect(state).toMatchObject({
      kind: 'failed',
      error: { message: 'The logs have no label for Canary (env=prod, ring=canary, version=v2, job=api-v2)' },
    });
  });
});
