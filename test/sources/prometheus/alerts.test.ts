import { describe, expect, test } from 'vitest';
import { createPrometheus } from '../../../src/sources/prometheus/prometheus.ts';
import { json, serve, source } from '../serve.ts';

const START = '2026-01-02T03:00:00Z';
const NEVER = '0001-01-01T00:00:00Z';
/** So many seconds after the start of the server. */
const at = (s: number) => new Date(Date.parse(START) + s * 1000).toISOString();

const rules = (lastEvaluation: string | undefined, alerts: readonly object[] | null = []) => ({
  status: 'success',
  data: { groups: [{ interval: 15, rules: [{ name: 'Load', lastEvaluation, alerts }] }] },
});
const running = { status: 'success', data: { startTime: START } };
const flags = { status: 'success', data: { 'rules.alert.resend-delay': '30s' } };
const HOLDS = [{ labels: { alertname: 'Load', id: '1' } }];

/** What stands at a path: a body, a page, a status, or `none`: nothing but a closed connection. */
type Answer = object | number | string;

/** A Prometheus that gives these answers, of a profile that allows partial ones. */
async function prometheus(answers: Readonly<Record<'rules' | 'runtimeinfo' | 'flags', Answer>>) {
  const server = await serve(({ url }, response, raw) => {
    const answer = Object.entries(answers).find(([path]) => url.includes(path))?.[1] ?? 404;
    if (answer === 'none') raw.socket.destroy();
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else if (typeof answer === 'string') response.writeHead(200, { 'content-type': 'text/html' }).end(answer);
    else json(response, answer);
  });
  return createPrometheus(source({ url: server.url, partial_response: 'allow' }));
}
const active = async (rules: Answer, runtimeinfo: Answer = running) =>
  (await prometheus({ rules, runtimeinfo, flags })).activeAlerts();

describe('what the rules hold', () => {
  test.each<[string, Answer, Answer, readonly object[]]>([
    ['is what they say', rules(at(60), HOLDS), running, [{ alertname: 'Load', id: '1' }]],
    ['may be nothing', rules(at(60)), running, []],
    ['may be nothing, in other words', rules(at(60), null), running, []],
    ['may be anything of a rule that was not evaluated yet', rules(NEVER), running, [{ alertname: 'Load' }]],
    [
      'may be anything of a rule that was evaluated twice since the start',
      rules(at(29)),
      running,
      [{ alertname: 'Load' }],
    ],
    ['is known of one that was evaluated for the third time', rules(at(31)), running, []],
    ['is what they say where nobody tells of a start', rules(at(1)), 404, []],
    ['may be anything of a rule that was not evaluated, also there', rules(NEVER), 404, [{ alertname: 'Load' }]],
    ['is what they say where another server does not allow to ask that', rules(at(1)), 405, []],
    ['is what they say where no evaluation is told of', rules(undefined), 404, []],
    ['is known though a remark comes with it', { ...rules(at(60)), infos: ['PromQL info: x'] }, running, []],
  ])('%s', async (_, rules, runtimeinfo, labels) => {
    expect(await active(rules, runtimeinfo)).toMatchObject({ ok: true, value: { labels } });
  });

  test.each<[string, Answer, Answer, string]>([
    ['lacks some', { ...rules(at(60)), warnings: ['a ruler is down'] }, running, 'incomplete answer: a ruler is down'],
    ['is marked to', { ...rules(at(60)), isPartial: true }, running, 'incomplete answer: the server marks'],
    ['is none', 500, running, 'answered 500'],
    ...[400, 401, 403, 408, 429, 500, 502, 503].map((status): [string, Answer, Answer, string] => [
      `comes with a ${status} on when the server began to run`,
      rules(at(60)),
      status,
      'it is not known when Prometheus started',
    ]),
    [
      'comes with nothing on that',
      rules(at(60)),
      { status: 'success', data: {} },
      'it is not known when Prometheus started',
    ],
    [
      'comes with a login page on that',
      rules(at(60)),
      '<html><title>Sign in</title></html>',
      'it is not known when Prometheus started',
    ],
    ['comes without a word on when the server began to run', rules(at(60)), 'none', ''],
    [
      'comes with half a word on that',
      rules(at(60)),
      { ...running, warnings: ['x'] },
      'runtimeinfo of Prometheus gave an incomplete answer',
    ],
  ])('is not known from an answer that %s, whatever the profile allows', async (_, rules, runtimeinfo, words) => {
    expect(await active(rules, runtimeinfo)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining(words) },
    });
  });
});

test('how alerts are sent is not known from an answer in part, and the delay is the usual one where it is not told', async () => {
  const sender = async (runtimeinfo: Answer, flags: Answer) =>
    (await prometheus({ rules: 404, runtimeinfo, flags })).alertSender();
  const startedAt = Date.parse(START);
  expect(await sender(running, flags)).toEqual({ ok: true, value: { startedAt, resendDelay: 30 } });
  expect(await sender(running, 404)).toEqual({ ok: true, value: { startedAt, resendDelay: 60 } });
  expect(await sender({ ...running, warnings: ['x'] }, flags)).toMatchObject({ ok: false });
});
