import { afterAll, beforeAll, expect, test } from 'vitest';
import { toSnapshot } from '../../src/report/snapshot.ts';
import { headline } from '../../src/wording/headline.ts';
import { changed, type Fault, type FaultServer, type Question, startFaultServer } from './fault-server.ts';
import { type Faulty, look, stateOf, upIn } from './four-servers.ts';

/** The healthy answer with more beside it. */
const beside = (more: object): Fault => changed((text) => JSON.stringify({ ...JSON.parse(text), ...more }));
/** Loki tells whether it is ready in plain words. */
const unlessReady =
  (fault: Fault): Fault =>
  (question: Question) =>
    question.text === 'ready' ? question.response.end('ready') : fault(question);

const STORE = 'fetch series for store-2: rpc error: connection refused';
const MIX = 'PromQL warning: encountered a mix of histograms and floats for aggregation (1:5)';
const FAULTS = {
  'a store is missing': unlessReady(beside({ warnings: [STORE] })),
  'the answer is marked': beside({ isPartial: true }),
  'the engine warns': beside({ warnings: [MIX] }),
  'the engine informs': beside({ infos: ['PromQL info: metric might not be a counter (1:5)'] }),
  'an old engine informs': beside({ warnings: ['PromQL info: metric might not be a counter (1:5)'] }),
} satisfies Record<string, Fault>;
type Case = keyof typeof FAULTS;

let server: FaultServer;
beforeAll(async () => {
  server = await startFaultServer(FAULTS);
});
afterAll(() => server.close());

const seeing = (fault: Case, settings: Faulty['settings'] = {}, name: 'prometheus' | 'loki' = 'prometheus') =>
  look(server, { server: name, url: server.at(name, fault), settings });

test.each([
  ['prometheus', 'a store is missing', 'errors', 'error rate', STORE],
  ['prometheus', 'the answer is marked', 'errors', 'error rate', 'the server marks the answer as partial'],
  ['prometheus', 'the engine warns', 'errors', 'error rate', MIX],
  ['loki', 'a store is missing', 'lines', 'error lines', STORE],
] as const)('of %s, when %s, the check is undecided, with its words', async (name, fault, check, label, words) => {
  const { room, header, metrics, exit, reasons } = await seeing(fault, {}, name);
  expect(exit).toBe(2);
  expect(reasons).toBe(`ring0: ${label} is not known: incomplete answer: ${words}`);
  expect(room.state).toBe('unknown');
  expect(headline(room)).toContain(`${label}`);
  expect(headline(room)).toContain(`incomplete answer: ${words}`);
  expect(stateOf(room, check)).toBe('unknown');
  const told = toSnapshot(room).rings[0]?.checks.find(({ id }) => id === check);
  expect(told).toMatchObject({
    state: 'unknown',
    value: null,
    reason: expect.stringContaining('partial: incomplete answer: '),
  });
  // The server itself answered as it should.
  expect(header).toMatch(/prom ✔.* am ✔.* loki ✔/);
  expect(upIn(metrics, name)).toBe('1');
  expect(metrics).toMatch(new RegExp(`^ring_check_state\\{.*check="${check}",state="unknown"\\} 1$`, 'm'));
});

test.each(['the engine informs', 'an old engine informs'] as const)('when %s, nothing is missing', async (fault) => {
  const { room, exit } = await seeing(fault);
  expect({ exit, state: room.state }).toEqual({ exit: 0, state: 'ok' });
});

test('a profile may allow that a store is missing, but not what the engine says of the query', async () => {
  const allowed = { partial_response: 'allow' } as const;
  for (const fault of ['a store is missing', 'the answer is marked'] as const)
    expect(await seeing(fault, allowed)).toMatchObject({ exit: 0, room: { state: 'ok' } });
  expect(await seeing('a store is missing', allowed, 'loki')).toMatchObject({ exit: 0, room: { state: 'ok' } });
  expect(await seeing('the engine warns', allowed)).toMatchObject({ exit: 2, room: { state: 'unknown' } });
});
