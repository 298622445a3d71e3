import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mergeAlertmanagerConfigs } from '../../stack/alertmanager-config.ts';
import { requireProgram } from '../../stack/binaries.ts';
import { alertmanagerConfigs, profilePath, SYSTEMS } from '../../stack/profiles.ts';
import { haveServers } from './servers.ts';

describe.skipIf(!haveServers())('the shipped rules', () => {
  const run = (program: 'promtool' | 'amtool', ...args: string[]) =>
    execFileSync(requireProgram(program), args, { encoding: 'utf8', stdio: 'pipe' });

  it.each(SYSTEMS)('of %s are valid', (id) => {
    const files = ['recording', 'alerting'].map((kind) => profilePath(`${id}/${kind}.rules.yml`));
    expect(run('promtool', 'check', 'rules', '--lint-fatal', ...files)).toContain('SUCCESS');
  });

  it.each(SYSTEMS)('of %s record and fire what their tests expect', (id) => {
    const tests = globSync(profilePath(`${id}/*.test.yml`));
    expect(tests).not.toEqual([]);
    expect(run('promtool', 'test', 'rules', ...tests)).toContain('SUCCESS');
  });

  it.each(SYSTEMS)('of %s have a valid Alertmanager routing', (id) => {
    expect(run('amtool', 'check-config', profilePath(`${id}/alertmanager.yml`))).toContain('SUCCESS');
  });

  it.each([
    ['supersmartmatch', 'critical', 'supersmartmatch-critical'],
    ['supersmartmatch', 'warning', 'supersmartmatch-warnings'],
    ['usb-video-vault', 'critical', 'deployment-critical,deployment-escalation'],
    ['usb-video-vault', 'warning', 'deployment-warnings'],
    ['usb-video-vault', 'info', 'deployment-info'],
    ['deployment-system', 'critical', 'alerts-critical', 'area=deployment'],
    ['deployment-system', 'warning', 'deployment', 'area=deployment'],
    ['deployment-system', 'performance', 'applications', 'area=applications'],
    ['deployment-system', 'warning', 'infrastructure', 'area=infrastructure'],
    ['digitallz', 'critical', 'digitallz-critical'],
    ['digitallz', 'warning', 'digitallz-important'],
    ['digitallz', 'info', 'digitallz-info'],
    ['drop-craft', 'critical', 'drop-craft-critical'],
    ['drop-craft', 'high', 'drop-craft-high'],
    ['drop-craft', 'medium', 'drop-craft-medium'],
    ['drop-craft', 'low', 'drop-craft-low'],
    ['another', 'critical', 'none'],
  ])(
    'merged for one Alertmanager, send an alert of %s with severity %s to %s',
    async (system, severity, receivers, ...more) => {
      const folder = mkdtempSync(join(tmpdir(), 'ringdeck-routes-'));
      try {
        const file = join(folder, 'alertmanager.yml');
        writeFileSync(file, mergeAlertmanagerConfigs(await alertmanagerConfigs()));
        const labels = [`system=${system}`, `severity=${severity}`, ...more];
        expect(run('amtool', 'config', 'routes', 'test', `--config.file=${file}`, ...labels).trim()).toBe(receivers);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
