import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stack } from '../../stack/stack.ts';
import { environment, folder, PROGRAM } from '../program.ts';
import { curlConfig, type Heard, listenBefore } from './heard.ts';
import { loadedBytes } from './loaded.ts';
import { ratios, type Words } from './processor-time.ts';
import type { Row } from './row.ts';
import { installed } from './tools.ts';

type Servers = Pick<Stack, 'prometheus' | 'alertmanager'>;

const ROUNDS = 5;
/** What a script of questions one by one would ask in place of a snapshot. */
const QUERIES = 20;

const snapshot = (prometheus: string, alertmanager: string): Words => [
  PROGRAM,
  ...['-c', 'supersmartmatch', '--prometheus', prometheus, '--alertmanager', alertmanager],
  ...['snapshot', '--format', 'json'],
];

/** Everything that one snapshot asks. */
async function questions({ prometheus, alertmanager }: Servers) {
  const before = await listenBefore(prometheus.url);
  const beside = await listenBefore(alertmanager.url);
  try {
    const [program = '', ...args] = snapshot(before.url, beside.url);
    await promisify(execFile)(program, args, { env: environment, cwd: folder, maxBuffer: 2 ** 26 });
    return { prometheus: [...before.heard], alertmanager: [...beside.heard] };
  } finally {
    before.close();
    beside.close();
  }
}

const bytesOf = (requests: readonly Heard[]) => requests.reduce((sum, { bytes }) => sum + bytes, 0);

/** What a snapshot for CI costs beside the tools a script would use, and beside an empty Node and nothing but its questions. */
export async function snapshotRows(servers: Servers): Promise<readonly Row[]> {
  const { prometheus, alertmanager } = servers;
  const asked = await questions(servers);
  const all = [...asked.prometheus, ...asked.alertmanager];
  const config = join(folder, 'questions.curl');
  writeFileSync(
    config,
    `${curlConfig(asked.prometheus, prometheus.url)}\nnext\n${curlConfig(asked.alertmanager, alertmanager.url)}`,
  );
  const alone = snapshot(prometheus.url, alertmanager.url);
  const ours = [alone];
  const promtool = ['promtool', 'query', 'instant', prometheus.url, 'up'];
  const byTools = [
    ...Array.from({ length: QUERIES }, () => promtool),
    ['amtool', `--alertmanager.url=${alertmanager.url}`, 'alert', 'query'],
  ];
  const byCurl = [
    [process.execPath, '-e', '0'],
    ['curl', '--config', config],
  ];
  const row = async (needs: readonly string[], others: readonly Words[], rest: Omit<Row, 'values'>): Promise<Row> => {
    const missing = needs.filter((name) => installed(name) === null);
    return missing.length > 0
      ? { ...rest, values: [], missing: `${missing.join(' and ')} not installed` }
      : { ...rest, values: await ratios(ROUNDS, ours, others) };
  };
  return [
    await row(['promtool', 'amtool'], byTools, {
      what: `\`snapshot --format json\` beside ${QUERIES} × \`promtool query instant\` and \`amtool alert query\`: processor time`,
      unit: '×',
      goal: 0.25,
    }),
    await row(['curl'], byCurl, {
      what: `the same beside an empty Node and its own ${all.length} questions asked by \`curl --parallel\``,
      unit: '×',
      goal: 2.5,
    }),
    { what: 'requests of a snapshot', values: [all.length], unit: '', most: 130 },
    { what: 'bytes of its answers, as they come', values: [bytesOf(all)], unit: 'B', most: 40_000 },
    { what: 'code that it loads', values: [await loadedBytes(alone)], unit: 'B', most: 1_000_000 },
  ];
}
