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

/** Names the schema allows at a path of the profile. */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  const root = profileJsonSchema();
  let node: unknown = root;
  for (const step of path) {
    if (!isRecord(node)) return [];
    const { properties, items, additionalProperties } = node;
    const known = isRecord(properties) ? own(properties, String(step)) : undefined;
    node = resolve(typeof step === 'number' ? items : (known ?? additionalProperties), root);
  }
  if (!isRecord(node)) return [];
  if (isRecord(node.properties)) return Object.keys(node.properties);
  const names = isRecord(node.propertyNames) ? node.propertyNames.enum : undefined;
  return Array.isArray(names) ? names.map(String) : [];
}
