/** The profile reference as Markdown, made from the profile's JSON Schema so that it cannot differ from what is read. */
import { isRecord, type Json } from '../src/profile/json-schema.ts';

interface Section {
  readonly path: string;
  readonly schema: Json;
}

export function profileMarkdown(schema: Json): string {
  const sections: Section[] = [];
  collect('', schema, sections);
  for (const [name, definition] of Object.entries(isRecord(schema.$defs) ? schema.$defs : {})) {
    if (isRecord(definition)) collect(name, definition, sections);
  }
  return [
    '# The profile',
    '',
    'A profile is one YAML file. Unknown keys are errors. Durations are written as Prometheus writes them (`15s`, `1h30m`);',
    'values and limits are in base units: seconds, bytes, ratios 0–1. In the datasources `${NAME}` is taken from the',
    'environment; in queries `$name` is a variable: `$window`, `$ring`, `$version`, or one of `variables`. Paths of files are relative to',
    'the profile; those of a shipped profile to the folder ringdeck is started in.',
    '',
    'A limit is `at_most: 200e6`, `at_least: 0.999` or `between: [0.4, 0.6]`; beside it `warn` tells from where on a value is near it, with',
    '`between` on both sides: `warn: [0.45, 0.55]`. An end in `warn` that is that of the limit never warns.',
    '',
    'YAML is read as its version 1.2 has it, with merge keys (`<<`): `on` and `no` are words. What others read in another way is refused by its line:',
    'unknown tags such as `!env`, numbers with a leading zero, keys that stand twice. UTF-8 and UTF-16 are read; other encodings are refused.',
    '',
    'Editors that know YAML schemas complete and check it with this first line:',
    '',
    '    # yaml-language-server: $schema=docs/profile.schema.json',
    '',
    'This page is generated from the schema by `npm run docs`.',
    ...sections.flatMap(({ path, schema: section }) => [
      '',
      `## ${path === '' ? 'Top level' : `\`${path}\``}`,
      '',
      ...table(section),
    ]),
    '',
  ].join('\n');
}

/** Every object with keys of its own becomes a section, in the order of the file. */
function collect(path: string, schema: Json, sections: Section[]): void {
  const { properties } = schema;
  if (isRecord(properties)) sections.push({ path, schema });
  for (const [key, child] of Object.entries(isRecord(properties) ? properties : {})) {
    if (isRecord(child)) descend(path === '' ? key : `${path}.${key}`, child, sections);
  }
}

function descend(path: string, schema: Json, sections: Section[]): void {
  const { items, additionalProperties: values } = schema;
  if (isRecord(items)) descend(`${path}[]`, items, sections);
  else if (isRecord(values)) descend(`${path}.<name>`, values, sections);
  else collect(path, schema, sections);
}

function table(schema: Json): string[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const rows = Object.entries(isRecord(schema.properties) ? schema.properties : {}).map(([key, property]) => {
    if (!isRecord(property)) return '';
    const fallback = required.has(key)
      ? '**required**'
      : 'default' in property
        ? `\`${JSON.stringify(property.default)}\``
        : '';
    const description = typeof property.description === 'string' ? property.description : '';
    return `| \`${key}\` | ${typeOf(property)} | ${fallback} | ${cell(description)} |`;
  });
  return ['| key | type | default | meaning |', '|---|---|---|---|', ...rows];
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function typeOf(schema: Json): string {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/$defs/', '');
    return `[${name}](#${name.toLowerCase()})`;
  }
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (Array.isArray(schema.anyOf)) return schema.anyOf.filter(isRecord).map(typeOf).join(' or ');
  if (schema.type === 'array' && schema.minItems === 2 && schema.maxItems === 2)
    return `two of ${isRecord(schema.items) ? typeOf(schema.items) : 'anything'}`;
  if (schema.type === 'array') return `list of ${isRecord(schema.items) ? typeOf(schema.items) : 'anything'}`;
  if (schema.type === 'object')
    return isRecord(schema.additionalProperties) ? `map to ${typeOf(schema.additionalProperties)}` : 'map';
  if (typeof schema.pattern === 'string' && schema.pattern.includes('[0-9]+y')) return 'duration';
  return schema.format === 'uri'
    ? 'URL'
    : schema.type === 'integer'
      ? 'whole number'
      : String(schema.type ?? 'anything');
}
