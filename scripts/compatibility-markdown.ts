import { readFileSync } from 'node:fs';
import { PAPERS } from '../test/compatibility/table/papers.ts';
import { ELSEWHERE, SERVERS, type ServerRow } from '../test/compatibility/table/servers.ts';
import { SHAPES } from '../test/compatibility/table/shapes.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');
const line = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const HEAD = ['| of | version, or case | what ringdeck does |', '| --- | --- | --- |'];

const versionsOf = ({ versions }: ServerRow): string => [...new Set(Object.values(versions))].join(', ');

const serverLines = (row: ServerRow): readonly string[] =>
  [...row.claims, ...(row.elsewhere ?? []).map(({ claim }) => claim)].map((claim) =>
    line(row.name, versionsOf(row), claim),
  );

/** How many exchanges with a real Loki are recorded. */
const recorded = (): number =>
  (JSON.parse(readFileSync(new URL('../fixtures/loki/index.json', import.meta.url), 'utf8')) as readonly unknown[])
    .length;

/** The page of what ringdeck was tried with: each line of it is what a test holds. */
export function compatibilityMarkdown(): string {
  return [
    '# Compatibility',
    '',
    'What is read, what is refused, and how. Every line is held by a test of `test/compatibility/` or one that it names, and this page is generated from what',
    "those tests hold by `npm run docs`. Versions of servers are those of Debian 12, its stable suite (trixie) and sid; the first two are tested in CI, sid's by",
    '`npm run test:newest`. The members of an Alertmanager cluster are of two versions wherever two are tested.',
    '',
    ...HEAD,
    ...[...Object.values(SERVERS), ...ELSEWHERE]
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
      .flatMap(serverLines),
    ...SHAPES.map(({ server, what, answer }) => line(`${server}, by the shape of its answers`, what, answer)),
    line(
      'Loki',
      '3.7',
      `${recorded()} recorded exchanges with a real server (3.7.6) are taken as \`test/sources/loki/recordings.test.ts\` says`,
    ),
    line('Loki, by the shape of its answers', '2.9', 'lines of Loki 2.9 are read, with the labels of their stream'),
    ...PAPERS.flatMap(({ name, rows }) => rows.map(({ what, answer }) => line(name, what, answer))),
    '',
  ].join('\n');
}
