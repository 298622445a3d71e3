import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { requireProgram } from '../../stack/binaries.ts';
import { profilePath } from '../../stack/profiles.ts';
import { eventually, haveServers, type RunningAlertmanager, startAlertmanager } from './servers.ts';

interface Slack {
  readonly channel: string;
  readonly attachments: readonly { readonly title: string; readonly text: string }[];
}

interface Config {
  readonly global: Readonly<Record<string, unknown>>;
  readonly route: object;
  readonly receivers: readonly { readonly name: string; readonly slack_configs?: readonly object[] }[];
}

const STARTED = '2026-01-02T03:04:05Z';
const ANNOTATIONS = {
  summary: 'The API is slow',
  metric: 'response time p95',
  value: '625ms',
  threshold: '500ms',
  dashboard_url: 'https://grafana.digitallz.com/d/digitallz-api',
};

describe.skipIf(!haveServers())('a message of Digitallz, as a real Alertmanager sends it to Slack', () => {
  let slack: Server;
  let alertmanager: RunningAlertmanager;
  let folder: string;
  const messages: Slack[] = [];

  beforeAll(async () => {
    slack = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      messages.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end('ok');
    });
    await new Promise<void>((resolve) => void slack.listen(0, '127.0.0.1', resolve));
    folder = mkdtempSync(join(tmpdir(), 'ringdeck-messages-'));
    const webhook = join(folder, 'slack-webhook');
    writeFileSync(webhook, `http://127.0.0.1:${(slack.address() as AddressInfo).port}/`);
    alertmanager = await startAlertmanager({ config: slackAlone(webhook) });
  });
  afterAll(async () => {
    await alertmanager?.stop();
    await new Promise((resolve) => slack.close(resolve));
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['critical', '#alerts-critical', 'P0', '<!here>'],
    ['warning', '#alerts-important', 'P1', '<!channel>'],
    ['info', '#alerts-info', 'P2', ''],
  ])('of severity %s goes to %s, and tells all there is to know', async (severity, channel, tier, mention) => {
    const labels = { alertname: `Test${tier}`, system: 'digitallz', severity, job: 'digitallz-backend' };
    const alert = { labels, annotations: ANNOTATIONS, startsAt: STARTED };
    await fetch(`${alertmanager.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify([alert]),
    });
    const { attachments } = await eventually(async () => messages.find((message) => message.channel === channel));
    const [{ title, text } = { title: '', text: '' }] = attachments;
    expect(title).toContain(`${tier} - Test${tier}`);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      mention,
      `*${tier}* - Test${tier}: The API is slow`,
      '*Metric*: response time p95 = 625ms',
      '*Threshold*: 500ms',
      '*Time*: 2026-01-02 03:04:05 UTC',
      '*Dashboard*: https://grafana.digitallz.com/d/digitallz-api',
    ]);
  });
});

describe.skipIf(!haveServers(['amtool']))('a mail of Digitallz, as amtool renders it', () => {
  const labels = { alertname: 'HighErrorRate', severity: 'critical', system: 'digitallz' };
  const alert = { status: 'firing', labels, annotations: ANNOTATIONS, startsAt: STARTED, endsAt: STARTED };
  const group = { receiver: 'digitallz-critical', status: 'firing', alerts: [alert], commonLabels: labels };

  const rendered = (template: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'ringdeck-mail-'));
    try {
      const data = join(folder, 'data.json');
      writeFileSync(data, JSON.stringify(group));
      const glob = profilePath('digitallz/digitallz.tmpl');
      const args = [
        `--template.glob=${glob}`,
        `--template.text={{ template "${template}" . }}`,
        `--template.data=${data}`,
      ];
      return execFileSync(requireProgram('amtool'), ['template', 'render', '--template.type=text', ...args], {
        encoding: 'utf8',
      }).trim();
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('has tier, alert and time as its subject', () => {
    expect(rendered('digitallz.subject')).toBe('[P0] HighErrorRate - 2026-01-02 03:04:05 UTC');
  });

  it('tells all there is to know', () => {
    expect(rendered('digitallz.mail').split('\n')).toEqual([
      'Alert: HighErrorRate (The API is slow)',
      'Severity: P0',
      'Metric: response time p95',
      'Current value: 625ms',
      'Threshold: 500ms',
      'Time: 2026-01-02 03:04:05 UTC',
      'Dashboard: https://grafana.digitallz.com/d/digitallz-api',
    ]);
  });
});

/** The shipped routing, without wait, of whose receivers only Slack is told. @param webhook file with its address */
function slackAlone(webhook: string): string {
  const config = parse(readFileSync(profilePath('digitallz/alertmanager.yml'), 'utf8')) as Config;
  return stringify({
    ...config,
    global: { ...config.global, slack_api_url_file: webhook },
    route: { ...config.route, group_wait: '0s' },
    templates: [profilePath('digitallz/digitallz.tmpl')],
    receivers: config.receivers.map(({ name, slack_configs }) => ({ name, slack_configs })),
  });
}
