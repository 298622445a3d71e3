import type { Datasource } from '../profile/schema/http.ts';
import { unlikeDone } from '../sources/answer.ts';
import { createHttpClient } from '../sources/http/http.ts';
import { quote } from '../sources/text.ts';
import type { Family } from './family.ts';
import { CONTENT_TYPES, expose } from './text.ts';

/** One group of metrics on a Pushgateway: what stands under one grouping key, replaced and removed as a whole. */
export interface PushGroup {
  /** Puts these families in place of all that is there. @throws with one sentence that shows no secret */
  put(families: readonly Family[]): Promise<void>;
  /** Removes the group, which would else keep its last values for ever. @throws like `put` */
  remove(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param key the grouping key, `job` first, no value empty; its labels replace those of the same name on every sample
 */
export function openPushGroup(gateway: Datasource, key: Readonly<Record<string, string>>): PushGroup {
  const client = createHttpClient(gateway);
  const path = `/metrics${Object.entries(key)
    .map(([label, value]) => `/${label}/${encodeURIComponent(value)}`)
    .join('')}`;
  const send = async (method: 'PUT' | 'DELETE', body?: { readonly type: string; readonly text: string }) => {
    const outcome = await client.request({ method, path, body });
    if (!outcome.ok) throw new Error(`the Pushgateway cannot be reached: ${outcome.error.message}`);
    const { status, body: words } = outcome.value;
    if (status >= 300) throw new Error(`the Pushgateway refused with ${status}: ${quote(words) || 'no reason given'}`);
    const other = unlikeDone(outcome.value);
    if (other) throw new Error(`that is not a Pushgateway: ${other.message}`);
  };
  return {
    put: async (families) => send('PUT', { type: CONTENT_TYPES.text, text: await expose(families, 'text') }),
    remove: () => send('DELETE'),
    close: () => client.close(),
  };
}
