import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMatchers } from '../../../src/room/silences/matcher-text.ts';
import { covers, matchersText } from '../../../src/room/silences/matchers.ts';
import type { Labels } from '../../../src/sources/prometheus/types.ts';
import { haveServers, RELEASES, type RunningAlertmanager, startAlertmanager } from '../../stack/servers.ts';

/* What ringdeck makes of a matcher is what the server of that release makes of it. */

const CLASSIC: readonly Labels[] = [
  { ring: 'ring0', path: 'C:\\a "b"' },
  { ring: 'ring1', path: 'a,b', note: 'two\nlines' },
  { ring: '', path: '{x}', tab: 'a\tb' },
  { ring: 'a b', path: 'a\\tb' },
];
const MODERN: readonly Labels[] = [
  { région: 'kobe', 'k8s.pod/name': 'a' },
  { région: 'paris', 火: '消 "防"', '0': 'zero' },
  { 'with space': 'x', "it's": 'y', '{,}': 'z' },
];
/** One matcher each: what is accepted, and what is refused. */
const SINGLE: readonly string[] = [
  'ring="ring0"',
  'ring=ring0',
  'ring = ring0 ',
  'ring=~"ring."',
  'ring!~ring.',
  'ring!=""',
  'ring=a b',
  'path="C:\\\\a \\"b\\""',
  'path=C:\\\\a',
  'path="a,b"',
  'path="a\\tb"',
  'path=~"a.b"',
  'note="two\\nlines"',
  'tab="a\tb"',
  'tab=~"a\\tb"',
  'ring=~"("',
  'ring="open',
  'ring=open"',
  'ring="a"b"',
  'ring',
  '=x',
  'ring==x',
  'ring=\\',
  'région="kobe"',
  'région=~k.+',
  '"région"=~"k.+"',
  '"r\\u00e9gion"="paris"',
  '"r\\xe9gion"="paris"',
  'k8s.pod/name=a',
  '"k8s.pod/name"="a"',
  '火="消 \\"防\\""',
  '火=消',
  '0=zero',
  '"with space"=x',
  'with space=x',
  '"it\'s"=y',
  "it's=y",
  '"{,}"="z"',
  '"ring"=ring0',
  '"ring"=a b',
  "ring='ring0'",
  'ring=`ring0`',
];

for (const release of RELEASES) {
  describe.skipIf(!haveServers(['alertmanager'], release))(`matchers on Alertmanager: ${release}`, () => {
    let server: RunningAlertmanager;
    let listed: readonly { readonly labels: Labels }[] = [];
    let isModern = false;

    const post = (sets: readonly Labels[]) =>
      fetch(`${server.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sets.map((labels) => ({ labels }))),
      });
    const ask = async (filter: readonly string[]): Promise<readonly { readonly labels: Labels }[] | null> => {
      const query = new URLSearchParams(filter.map((text): [string, string] => ['filter', text]));
      const answer = await fetch(`${server.url}/api/v2/alerts?${query}`);
      return answer.status === 200 ? ((await answer.json()) as readonly { readonly labels: Labels }[]) : null;
    };
    const texts = (alerts: readonly { readonly labels: Labels }[] | null) =>
      alerts?.map(({ labels }) => JSON.stringify(labels)).sort() ?? 'refused';
    const ours = (text: string) => {
      const parsed = parseMatchers(text);
      return texts(parsed.ok ? listed.filter(({ labels }) => covers(parsed.matchers, labels)) : null);
    };

    beforeAll(async () => {
      server = await startAlertmanager({ release });
      expect((await post(CLASSIC)).status).toBe(200);
      // Before 0.27 names are of ASCII letters.
      isModern = (await post(MODERN)).status === 200;
      listed = (await ask([])) ?? [];
      expect(listed).toHaveLength(CLASSIC.length + (isModern ? MODERN.length : 0));
    });
    afterAll(() => server.stop());

    it.each(SINGLE)('%j fits what it says, or is refused', async (text) => {
      const said = texts(await ask([text]));
      // What only newer servers read is read for all: an older one has no label of that name.
      if (said === 'refused' && !isModern) return;
      expect(ours(text)).toEqual(said);
    });

    it('as ringdeck prints them are read by it', async () => {
      for (const { labels } of listed)
        for (const [name, value] of Object.entries(labels)) {
          const printed = matchersText([{ name, value, isRegex: false, isEqual: true }]);
          expect(texts(await ask([printed])), printed).toEqual(ours(printed));
          expect(ours(printed)).toContain(JSON.stringify(labels));
        }
    });
  });
}
