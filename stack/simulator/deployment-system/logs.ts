import type { Labels } from '../../../src/sources/prometheus/types.ts';
import type { NewLine } from '../../loki/store.ts';
import type { App, PlatformEvents } from './platform.ts';

const HOST = 'deploy-01';

/** What Promtail ships of one step: the services' JSON, docker's log of containers, and the host's own in logfmt. */
export function platformLines(
  { started, ended, stumbled, refused, restarted, critical, requests }: PlatformEvents,
  at: number,
): readonly NewLine[] {
  const time = new Date(at * 1000).toISOString();
  const api = (level: string, msg: string, more: object): NewLine =>
    line('deployment-api', { level: level.toLowerCase() }, { timestamp: time, level, msg, ...more });
  const manager = (level: string, msg: string, more: object): NewLine =>
    line(
      'port-manager',
      { level: level.toLowerCase() },
      { timestamp: time, level, service: 'port-manager', msg, ...more },
    );
  return [
    ...started.map(({ id, app }) => api('INFO', `🚀 Deployment of ${app} started`, { deployment_id: id, app })),
    ...started.map(({ id, app }) => manager('INFO', `🔌 Port allocated to ${app}`, { deployment_id: id })),
    ...stumbled.map(({ deployment: { id, app }, step, reason }) =>
      api('ERROR', `❌ Step ${step} failed: ${reason}`, { deployment_id: id, app, step, attempt: 1 }),
    ),
    ...ended.map(({ deployment: { id, app }, seconds, outcome }) => {
      const about = { deployment_id: id, app, duration_ms: Math.round(seconds * 1000) };
      return outcome.ok
        ? api('INFO', `✅ Deployment of ${app} finished`, about)
        : api('ERROR', `❌ Deployment of ${app} failed at ${outcome.step}: ${outcome.reason}`, {
            ...about,
            step: outcome.step,
          });
    }),
    ...refused.map((reason) => manager('ERROR', `❌ ${reason}`, {})),
    ...restarted.map((app) =>
      container(app, 'stderr', {
        level: 'warn',
        msg: 'container died, restarting it',
        event: 'restart',
        exit_code: 137,
      }),
    ),
    ...requests
      .filter(({ status }) => status === '500')
      .map(({ app, seconds }) =>
        container(app, 'stdout', {
          level: 'error',
          msg: 'request failed',
          status: 500,
          duration_ms: Math.round(seconds * 1000),
        }),
      ),
    ...critical.map((reason) => ({
      labels: { job: 'varlogs', host: HOST, filename: '/var/log/syslog' },
      text: `ts=${time} host=${HOST} unit=docker.service level=ERROR priority=CRITICAL msg="${reason}"`,
    })),
  ];
}

const line = (job: string, labels: Labels, fields: object): NewLine => ({
  labels: { job, host: HOST, service_name: job, ...labels },
  text: JSON.stringify(fields),
});

const container = (app: App, stream: string, fields: object): NewLine => ({
  labels: { job: 'docker', host: HOST, container: app, service_name: app, stream },
  text: JSON.stringify(fields),
});
