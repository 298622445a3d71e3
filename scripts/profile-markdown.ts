/** The profile reference as Markdown, made from the profile's JSON Schema so that it cannot differ from what is read. */
import { isRecord, type Json } from '../src/profile/json-schema.ts';

interface Section {
  readonly path: string;
  readonly schema: Json;
}

export function profileMarkdown(schema: Json): string {
  const sections: Section[] = [];
  descend('', schema, sections);
  for (const [name, definition] of Object.entries(isRecord(schema.$defs) ? schema.$defs : {})) {
    if (isRecord(definition)) descend(name, definition, sections);
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
      ...table(path, section),
    ]),
    '',
  ].join('\n');
}

/** Every object with keys of its own becomes a section, in the order of the file; of a union each of its objects. */
function descend(path: string, schema: Json, sections: Section[]): void {
  const { items, additionalProperties: values, properties } = schema;
  for (const branch of branches(schema)) descend(pathOf(path, branch), branch, sections);
  if (isRecord(items)) descend(`${path}[]`, items, sections);
  else if (isRecord(values)) descend(`${path}.<name>`, values, sections);
  if (!isRecord(properties)) return;
  sections.push({ path, schema });
  for (const [key, child] of Object.entries(properties)) {
    if (isRecord(child)) descend(below(path, key), child, sections);
  }
}

const below = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

/** What a schema is one of; nothing where it is no union. */
function branches({ anyOf, oneOf }: Json): readonly Json[] {
  return [anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list.filter(isRecord) : []));
}

/** The constant in `type` that tells an object of a union from the others. */
function kindOf({ properties }: Json): string | undefined {
  const type = isRecord(properties) ? properties.type : undefined;
  return isRecord(type) && typeof type.const === 'string' ? type.const : undefined;
}

function pathOf(union: string, branch: Json): string {
  const kind = kindOf(branch);
  return kind === undefined ? union : `${union} · ${kind}`;
}

function table(path: string, schema: Json): string[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const rows = Object.entries(isRecord(schema.properties) ? schema.properties : {}).map(([key, property]) => {
    if (!isRecord(property)) return '';
    const fallback = required.has(key)
      ? '**required**'
      : 'default' in property
        ? `\`${JSON.stringify(property.default)}\``
        : '';
    const description = typeof property.description === 'string' ? property.description : '';
    return `| \`${key}\` | ${typeOf(below(path, key), property)} | ${fallback} | ${cell(description)} |`;
  });
  return ['| key | type | default | meaning |', '|---|---|---|---|', ...rows];
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A link to the section of a path, by the anchor that GitHub makes of its heading. */
function link(text: string, path: string): string {
  const anchor = path
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
  return `[${text}](#${anchor})`;
}

function typeOf(path: string, schema: Json): string {
  if (typeof schema.$ref === 'string') {
    const name = schema.$ref.replace('#/$defs/', '');
    return link(name, name);
  }
  if ('const' in schema) return `\`${String(schema.const)}\``;
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  const types = branches(schema).map((branch) => typeOf(pathOf(path, branch), branch));
  if (types.length > 0) return schema.oneOf ? `one of ${types.join(', ')}` : types.join(' or ');
  if (schema.type === 'array') {
    const item = isRecord(schema.items) ? typeOf(`${path}[]`, schema.items) : 'anything';
    return schema.minItems === 2 && schema.maxItems === 2 ? `two of ${item}` : `list of ${item}`;
  }
  if (schema.type === 'object') return mapOf(path, schema);
  if (typeof schema.pattern === 'string' && schema.pattern.includes('[0-9]+y')) return 'duration';
  if (schema.format === 'uri') return 'URL';
  if (Array.isArray(schema.type)) return schema.type.join(' or ');
  return schema.type === 'integer' ? 'whole number' : String(schema.type ?? 'anything');
}

function mapOf(path: string, schema: Json): string {
  const { additionalProperties: values, properties } = schema;
  if (isRecord(values)) return `map to ${typeOf(`${path}.<name>`, values)}`;
  return isRecord(properties) ? link(kindOf(schema) ?? 'map', path) : 'map';
}
