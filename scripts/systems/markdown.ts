import { existsSync } from 'node:fs';
import { SYSTEMS } from '../../stack/profiles.ts';
import { type Checklist, type Item, type Place, readChecklist } from './checklist.ts';

/** Systems whose document has a list. */
export const LISTED = SYSTEMS.filter((id) => existsSync(new URL(`../../docs/systems/${id}.yaml`, import.meta.url)));

const cell = (text: string): string => text.replaceAll('|', '\\|');

const LIMITS: ReadonlyMap<string, string> = new Map([
  ['at_most', '≤'],
  ['at_least', '≥'],
]);

/** A place as it is read: what it is, its name, and the limit it has. What else must hold is for the test. */
function placeText(place: Place): string {
  const [[kind = '', name] = [], ...rest] = Object.entries(place);
  const more = rest.flatMap(([key, value]) => {
    if (key === 'column' || key === 'legend') return [`${value}`];
    const sign = LIMITS.get(key);
    return sign === undefined ? [] : [`${sign} ${value}`];
  });
  return `${kind} \`${name}\`${more.length > 0 ? ` (${more.join(' ')})` : ''}`;
}

const rowOf = (part: string, item: Item): string =>
  `| ${[part, item.item, 'at' in item ? [...new Set(item.at.map(placeText))].join(', ') : `left out: ${item.left_out}`].map(cell).join(' | ')} |`;

function systemLines({ title, about, parts }: Checklist): readonly string[] {
  const items = parts.flatMap((part) => part.items);
  const met = items.filter((item) => 'at' in item).length;
  return [
    `## ${title}`,
    '',
    about.trim(),
    '',
    `${met} of ${items.length} items have a place.`,
    '',
    '| part | of the document | where |',
    '| --- | --- | --- |',
    ...parts.flatMap((part) => part.items.map((item, i) => rowOf(i === 0 ? part.title : '', item))),
    '',
  ];
}

/** The page of what the documents of the shipped systems ask for, and where each of it is. */
export const systemsMarkdown = (): string =>
  [
    '# The shipped systems',
    '',
    'What the document of each system asks for, and where its profile, rules and routing have it. `test/repository/systems.test.ts` looks up every place, with',
    'its limit, so that nothing is left out in silence; the lists are `docs/systems/*.yaml`, and `npm run docs` makes this page of them.',
    '',
    ...LISTED.flatMap((id) => systemLines(readChecklist(id))),
  ].join('\n');
