import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../../stack/binaries.ts';
import { profilePath } from '../../stack/profiles.ts';
import { haveServers } from './servers.ts';

/** One of Alertmanager's groups, as its templates get it. */
const group = (status: 'firing' | 'resolved', severity: string) => {
  const labels = { alertname: 'HighErrorRate', severity, ring: 'ring1' };
  const alert = {
    status,
    labels,
    annotations: {
      summary: 'Too many requests fail',
      description: '4 % of the requests end in 5xx; the limit is 1 %.',
      runbook_url: 'runbooks/high-error-rate.md',
    },
    startsAt: '2026-01-02T03:04:05Z',
    endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-01-02T03:20:00Z',
  };
  return { receiver: 'r', status, alerts: [alert], groupLabels: { alertname: labels.alertname }, commonLabels: labels };
};

function rendered(system: string, template: string, of: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringdeck-rendered-'));
  try {
    const data = join(folder, 'data.json');
    writeFileSync(data, JSON.stringify(of));
    const args = [
      `--template.glob=${profilePath(`${system}/messages.tmpl`)}`,
      `--template.text={{ template "${template}" . }}`,
      `--template.data=${data}`,
    ];
    return execFileSync(requireProgram('amtool'), ['template', 'render', ...args], { encoding: 'utf8' }).trim();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const CRITICAL = group('firing', 'critical');
const OVER = group('resolved', 'critical');

describe.skipIf(!haveServers(['amtool']))('a message, as amtool renders it', () => {
  it.each([
    ['drop-craft', 'drop-craft.title', CRITICAL, '🚨 HighErrorRate'],
    ['drop-craft', 'drop-craft.subject', CRITICAL, '[CRITICAL] HighErrorRate'],
    ['drop-craft', 'drop-craft.subject', group('firing', 'medium'), '[MEDIUM] HighErrorRate'],
    ['drop-craft', 'drop-craft.subject', OVER, '[RESOLVED] HighErrorRate'],
    [
      'drop-craft',
      'drop-craft.sms',
      CRITICAL,
      'CRITICAL: HighErrorRate - 4 % of the requests end in 5xx; the limit is 1 %.',
    ],
    ['drop-craft', 'drop-craft.since', CRITICAL, '2026-01-02 03:04:05 UTC'],
    ['drop-craft', 'drop-craft.colour', CRITICAL, 'danger'],
    ['drop-craft', 'drop-craft.colour', group('firing', 'high'), 'warning'],
    ['drop-craft', 'drop-craft.colour', OVER, 'good'],
    ['usb-video-vault', 'vault.title', CRITICAL, 'Ring ring1 - HighErrorRate'],
    ['usb-video-vault', 'vault.subject', CRITICAL, '[CRITICAL] Ring ring1 - HighErrorRate'],
    ['usb-video-vault', 'vault.text', CRITICAL, ':red_circle: 4 % of the requests end in 5xx; the limit is 1 %.'],
    [
      'usb-video-vault',
      'vault.text',
      group('firing', 'info'),
      ':information_source: 4 % of the requests end in 5xx; the limit is 1 %.',
    ],
    ['usb-video-vault', 'vault.since', CRITICAL, '2026-01-02 03:04:05 UTC'],
    ['usb-video-vault', 'vault.colour', group('firing', 'warning'), 'warning'],
    ['usb-video-vault', 'vault.colour', group('firing', 'info'), 'good'],
    ['deployment-system', 'platform.title', CRITICAL, '🚨 HighErrorRate'],
    ['deployment-system', 'platform.title', group('firing', 'performance'), '📊 HighErrorRate'],
    ['deployment-system', 'platform.colour', OVER, 'good'],
  ])('of %s has %s', (system, template, of, text) => {
    expect(rendered(system, template, of)).toBe(text);
  });

  it('tells what is wrong, since when, until when, and where to read on', () => {
    expect(rendered('drop-craft', 'drop-craft.text', OVER).split('\n')).toEqual([
      'Too many requests fail. 4 % of the requests end in 5xx; the limit is 1 %.',
      'Since 2026-01-02 03:04:05 UTC, over since 03:20:00. Runbook: runbooks/high-error-rate.md',
    ]);
    expect(rendered('deployment-system', 'platform.text', CRITICAL).split('\n')).toEqual([
      'Too many requests fail. 4 % of the requests end in 5xx; the limit is 1 %.',
      'Since 2026-01-02 03:04:05 UTC. Runbook: runbooks/high-error-rate.md',
    ]);
  });
});
