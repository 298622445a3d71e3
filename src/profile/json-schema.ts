import { z } from 'zod';
import { own } from '../own.ts';
import { booleanOrProxies } from './schema/http.ts';
import { profileSchema } from './schema/profile.ts';

export type Json = Readonly<Record<string, unknown>>;
export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The profile's JSON Schema (draft 2020-12) as editors read it. */
export function profileJsonSchema(): Json {
  const schema = z.toJSONSchema(profileSchema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema !== booleanOrProxies) return;
      delete jsonSchema.anyOf;
      jsonSchema.type = 'boolean';
    },
  });
  return { title: 'ringdeck profile', ...schema };
}

/** Follows a `$ref` into the schema's own definitions. */
export function resolve(node: unknown, root: Json): unknown {
  if (!isRecord(node) || typeof node.$ref !== 'string' || !isRecord(root.$defs)) return node;
  return own(root.$defs, node.$ref.replace('#/$defs/', ''));
}

/** Names the schema allows at a path of the profile; of what is one of several kinds, those of all of them. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const root = profileJsonSchema();
  const start: readonly Json[] = [root];
  const nodes = path.reduce((found, step) => found.flatMap((node) => nodesBelow(node, step, root)), start);
  return [...new Set(nodes.flatMap(keysOf))];
}

/** What stands below a node at one step of a path, one for each of its kinds. */
function nodesBelow({ properties, items, additionalProperties }: Json, step: PropertyKey, root: Json): readonly Json[] {
  const known = isRecord(properties) ? own(properties, String(step)) : undefined;
  return kindsOf(typeof step === 'number' ? items : (known ?? additionalProperties), root);
}

/** A node, or the kinds it is one of. */
function kindsOf(node: unknown, root: Json): readonly Json[] {
  const found = resolve(node, root);
  if (!isRecord(found)) return [];
  const kinds = [found.anyOf, found.oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  return kinds.length > 0 ? kinds.flatMap((kind) => kindsOf(kind, root)) : [found];
}

function keysOf({ properties, propertyNames }: Json): readonly string[] {
  if (isRecord(properties)) return Object.keys(properties);
  const names = isRecord(propertyNames) ? propertyNames.enum : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}
