// Writes the generated pages below docs/; with --check it only says which of them are not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { profileJsonSchema } from '../src/profile/json-schema.ts';
import { snapshotJsonSchema } from '../src/report/schema/snapshot.ts';
import { reportJsonSchema } from '../src/reporting/schema/report.ts';
import { renderKeysMarkdown } from '../src/screen/actions/keys-markdown.ts';
import { compatibilityMarkdown } from './compatibility-markdown.ts';
import { profileMarkdown } from './profile-markdown.ts';
import { sentencesMarkdown } from './sentences.ts';
import { systemsMarkdown } from './systems/markdown.ts';

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const pages: Readonly<Record<string, () => string>> = {
  'profile.md': () => profileMarkdown(profileJsonSchema()),
  'profile.schema.json': () => json(profileJsonSchema()),
  'snapshot.schema.json': () => json(snapshotJsonSchema()),
  'report.schema.json': () => json(reportJsonSchema()),
  'keys.md': renderKeysMarkdown,
  'compatibility.md': compatibilityMarkdown,
  'systems.md': systemsMarkdown,
  'sentences.md': sentencesMarkdown,
};

for (const [name, render] of Object.entries(pages)) {
  const path = fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  const text = render();
  if (!process.argv.includes('--check')) {
    writeFileSync(path, text);
  } else if (readFileSync(path, 'utf8') !== text) {
    console.error(`docs/${name} is not up to date: run "npm run docs".`);
    process.exitCode = 1;
  }
}
