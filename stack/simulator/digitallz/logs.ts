import type { NewLine } from '../../loki/store.ts';
import type { Random } from '../random.ts';
import type { Step } from '../system.ts';
import { STATEMENTS } from './stores.ts';
import type { Request } from './traffic.ts';
import type { Digitallz, DigitallzEvents } from './world.ts';

/** CloudWatch's log group of each job, as lambda-promtail ships it. */
const GROUPS = {
  'digitallz-frontend': '/aws/ecs/digitallz-frontend',
  'digitallz-backend': '/aws/ecs/digitallz-backend',
  'digitallz-postgres': '/aws/rds/digitallz-postgres',
  'digitallz-redis': '/aws/elasticache/digitallz-redis',
  'digitallz-ecs': '/aws/events/digitallz-ecs',
} as const;
type Job = keyof typeof GROUPS;

/** Share of the requests that went well which are told of. */
const TOLD = 0.03;
const SLOW_SECONDS = 0.5;
/** PostgreSQL logs statements that take longer, as `log_min_duration_statement` says. */
const SLOW_STATEMENT_SECONDS = 1;
const SLOW_STATEMENTS = 0.01;
const CHORES = 0.01;
const LEVELS: Readonly<Partial<Record<Request['status'], string>>> = { '500': 'error', '429': 'warn', '401': 'warn' };

/** What came into the log groups in one step. */
export function digitallzLines(step: Step<Digitallz, DigitallzEvents>): readonly NewLine[] {
  const { world, events, at, random } = step;
  const time = new Date(at * 1000).toISOString();
  return [
    ...events.requests.flatMap((request) => requestLines(request, time, random)),
    ...events.security.findings.map(({ rule, priority }) =>
      json('digitallz-backend', time, priority === 'Notice' ? 'info' : 'error', `Falco: ${rule}`, { priority }),
    ),
    ...databaseLines(step, time),
    ...serviceLines(world, time, random),
  ];
}

function requestLines({ endpoint, status, seconds }: Request, time: string, random: Random): NewLine[] {
  const level = LEVELS[status] ?? (seconds > SLOW_SECONDS ? 'warn' : 'info');
  if (level === 'info' && random() > TOLD) return [];
  const message = { '500': 'request failed', '429': 'rate limit exceeded', '401': 'login refused' }[status as string];
  const about = {
    endpoint,
    status: Number(status),
    duration_ms: Math.round(seconds * 1000),
    request_id: Math.floor(random() * 2 ** 40).toString(36),
  };
  return [json('digitallz-backend', time, level, message ?? (level === 'warn' ? 'slow request' : 'request'), about)];
}

/** As PostgreSQL writes them on RDS, in plain text. */
function databaseLines({ events, random }: Step<Digitallz, DigitallzEvents>, time: string): NewLine[] {
  return events.stores.statements.flatMap(({ query, calls, seconds }) => {
    const mean = calls === 0 ? 0 : seconds / calls;
    if (mean < SLOW_STATEMENT_SECONDS || random() > SLOW_STATEMENTS * calls) return [];
    const head = `${time.replace('T', ' ').replace('Z', ' UTC')}:10.0.2.14(51234):app@digitallz:[2211]:LOG:`;
    const text = `${head}  duration: ${(mean * 1000).toFixed(3)} ms  statement: ${STATEMENTS[query].text}`;
    return [line('digitallz-postgres', text)];
  });
}

/** What the others say now and then, and what ECS says of its services. */
function serviceLines({ conditions }: Digitallz, time: string, random: Random): NewLine[] {
  const isDown = conditions.down.length > 0;
  const said: NewLine[] = [];
  if (random() < CHORES) said.push(line('digitallz-redis', `1:M ${time} * 100 changes in 300 seconds. Saving...`));
  if (random() < CHORES && !isDown)
    said.push(json('digitallz-frontend', time, 'info', 'page rendered', { path: '/', duration_ms: 38 }));
  if (random() < (isDown ? 20 * CHORES : CHORES))
    said.push(
      line(
        'digitallz-ecs',
        JSON.stringify({
          time,
          'detail-type': 'ECS Service Action',
          resources: ['service/digitallz/backend'],
          detail: isDown
            ? { eventType: 'ERROR', eventName: 'SERVICE_TASK_START_IMPAIRED' }
            : { eventType: 'INFO', eventName: 'SERVICE_STEADY_STATE' },
        }),
      ),
    );
  return said;
}

const json = (job: Job, timestamp: string, level: string, message: string, more: object): NewLine =>
  line(job, JSON.stringify({ level, message, ...more, service: job, timestamp }));

const line = (job: Job, text: string): NewLine => ({
  labels: { job, log_group: GROUPS[job], service_name: job },
  text,
});
