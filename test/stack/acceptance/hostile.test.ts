import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/report/schema/snapshot.ts';
import { type RunningAlertmanager, startAlertmanager } from '../../../stack/servers.ts';
import { Desk, tool } from '../../desk.ts';
import { eventually, haveServers } from '../servers.ts';

const ESC = '\u001b';

/** What could take over a terminal, in C0 and C1 form, and what could mislead its reader. */
const HOSTILE = {
  clipboard: '\u001b]52;c;cm0gLXJmIC8=\u0007',
  link: '\u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\',
  title: '\u009d0;owned\u009c',
  clear: '\u001b[2J\u001b[H',
  answerback: '\u001bZ\u0005',
  lines: 'first\r\nsecond\rthird\u2028fourth\u0085fifth',
  bidi: '\u202eelbisivni\u202c \u2066x\u2069 \u200f\u061c',
  rest: 'tab\there, bell\u0007, back\b\b\bspace, delete\u007f, next\u008e',
};

const LABELS = {
  alertname: `Evil${HOSTILE.clear}Alert${HOSTILE.clipboard}`,
  severity: 'critical',
  system: 'supersmartmatch',
  instance: Object.values(HOSTILE).join(' | '),
  ring: HOSTILE.bidi,
};

/** Controls, bidi controls and separators; all that a safe text may hold of them is the line feed. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const COLOURS = new RegExp(`${ESC}\\[[\\d;:]*m`, 'g');

describe.skipIf(!haveServers())('an alert whose text attacks the terminal', () => {
  let alertmanager: RunningAlertmanager;
  let desk: Desk;

  const post = (alerts: object[]) =>
    fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(alerts),
    });
  const list = () => desk.json<Snapshot['alerts']>(['alerts', 'list']);

  beforeAll(async () => {
    alertmanager = await startAlertmanager();
    desk = new Desk([
      ...['-c', 'supersmartmatch', '--prometheus', 'http://127.0.0.1:1', '--alertmanager', alertmanager.url],
    ]);
    const text = Object.values(HOSTILE).join('\n');
    const annotations = { summary: `Look: ${text}`, description: text, runbook_url: 'javascript:alert(1)' };
    // The second differs by what is invisible alone.
    const sibling = { ...LABELS, ring: '' };
    expect(
      (
        await post([
          { labels: LABELS, annotations },
          { labels: sibling, annotations },
        ])
      ).ok,
    ).toBe(true);
    await eventually(async () => ((await list()).length === 2 ? true : undefined));
  });
  afterAll(async () => {
    await alertmanager?.stop();
    desk?.remove();
  });

  it.each([
    [['snapshot', '--format', 'text'], /EvilAlert/],
    [['snapshot', '--format', 'text', '--ascii', '--width', '80'], /EvilAlert/],
    [['snapshot', '--format', 'json'], /"name": "EvilAlert"/],
    [['alerts', 'list'], /^P0 {2}EvilAlert {2}firing/],
    [['alerts', 'list', '--format', 'json'], /"name": "EvilAlert"/],
    [['gate', 'canary'], /P0 EvilAlert is firing/],
    [['alerts', 'ack', 'EvilAlert'], /2 alerts are named "EvilAlert"/],
    [['alerts', 'ack', `x${HOSTILE.clear}`], /No alert has the fingerprint or the name "x/],
  ])('%j prints no control character', async (args, expected) => {
    const { out, err } = await desk.ringdeck(args);
    expect(out + err).toMatch(expected);
    expect(out + err).not.toMatch(UNSAFE);
  });

  it('an ansi snapshot prints colours and nothing else', async () => {
    const { out } = await desk.ringdeck(['snapshot', '--format', 'ansi']);
    expect(out).toMatch(COLOURS);
    expect(out.replace(COLOURS, '')).not.toMatch(UNSAFE);
  });

  it('has no link but to the web', async () => {
    expect((await list()).map(({ runbook }) => runbook)).toEqual([undefined, undefined]);
  });

  it('is acknowledged by its exact labels, alone', async () => {
    const raw = async () => {
      const response = await fetch(`${alertmanager.url}/api/v2/alerts`);
      type Listed = { fingerprint: string; labels: typeof LABELS; status: { state: string } };
      return (await response.json()) as Listed[];
    };
    const target = (await raw()).find(({ labels }) => labels.ring === LABELS.ring);
    if (!target) throw new Error('Alertmanager does not list the alert');
    const { code, out, err } = await desk.ringdeck(['alerts', 'ack', target.fingerprint, '--note', HOSTILE.link]);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(UNSAFE);
    const suppressed = await eventually(async () => {
      const found = (await raw()).filter(({ status }) => status.state === 'suppressed');
      return found.length > 0 ? found : undefined;
    });
    expect(suppressed.map(({ labels }) => labels)).toEqual([LABELS]);

    const url = `--alertmanager.url=${alertmanager.url}`;
    const [silence, ...others] = JSON.parse(await tool('amtool', 'silence', 'query', '-o', 'json', url));
    expect(others).toEqual([]);
    expect(silence.matchers).toHaveLength(Object.keys(LABELS).length);
    for (const [name, value] of Object.entries(LABELS))
      expect(silence.matchers).toContainEqual({ name, value, isRegex: false, isEqual: true });
  });

  it('shows as acknowledged, with nothing unsafe from its note or its journal', async () => {
    const states = (await list()).map(({ state }) => state).toSorted();
    expect(states).toEqual(['acknowledged', 'firing']);
    const { out } = await desk.ringdeck(['snapshot', '--format', 'text', '--width', '200']);
    expect(out).toMatch(/ack alice/);
    expect(out).not.toMatch(UNSAFE);
  });
});
