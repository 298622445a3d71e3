import { describe, expect, it } from 'vitest';
import { Hosts } from '../../src/bridge/hosts.ts';
import { parseReport } from '../../src/bridge/report.ts';
import { rollouts, type TargetList } from '../../src/bridge/rollout.ts';
import { parseTargets } from '../../src/bridge/targets.ts';
import { millis, seconds } from '../../src/units.ts';
import { collected } from './reports.ts';

const GA = '"ga":{"targets":[{"hostname":"PC-8"},{"hostname":"PC-9"}]}';
const read = (targets: string) => parseTargets(`{"rings":{"ring0":{"targets":${targets}},${GA}}}`);
const hosts = (targets: string) => [...(read(targets).targets.get('ring0') ?? [])];

describe('the targets of a ring', () => {
  it.each([
    ['a list', '[{"hostname":"PC-1"},{"hostname":"PC-2","owner":{"name":"x"}}]', ['pc-1', 'pc-2']],
    ['none', '[]', []],
    ['one, which PowerShell took out of its list', '{"hostname":"PC-1"}', ['pc-1']],
    ['a host twice, in either case', '[{"hostname":"PC-1"},{"hostname":"pc-1"}]', ['pc-1']],
    ['a list that Windows PowerShell counted', '{"value":[{"hostname":"PC-1"}],"Count":1}', ['pc-1']],
    ['names that came by Get-Content', '[{"hostname":{"value":"PC-1","PSPath":"C:\\\\x","ReadCount":1}}]', ['pc-1']],
  ])('are read from %s', (_, targets, expected) => {
    expect(hosts(targets)).toEqual(expected);
    expect(read(targets).unread).toEqual([]);
  });

  it.each([
    ['null', 'null', 'ring0 has no targets'],
    [
      'a target cut by -Depth',
      '[{"hostname":"A"},"@{hostname=PC-1; owner=x}"]',
      'ring0 has a target 2 that is not a host',
    ],
    ['a list cut by -Depth', '"System.Object[]"', 'ring0 has a target 1 that is not a host with a hostname'],
    ['a host without a name', '[{"hostname":""}]', 'ring0 has a target 1 that is not a host'],
    ['a name that is null', '[{"hostname":null}]', 'ring0 has a target 1 that is not a host'],
    ['a name in a code page', '[{"hostname":"Z\uFFFDRICH"}]', 'ring0 has a target 1 that is not a host'],
    ['names in capitals', '[{"Hostname":"PC-1"}]', 'ring0 has a target 1 that is not a host'],
  ])('are not known from %s, and those of another ring are', (_, targets, sentence) => {
    const { targets: known, unread } = read(targets);
    expect(unread).toEqual([expect.stringContaining(sentence)]);
    expect([known.get('ring0'), known.get('ga')?.size]).toEqual([null, 2]);
  });

  it.each([
    ['a ring cut by -Depth', '{"rings":{"ring0":"@{targets=System.Object[]}"}}'],
    ['a ring that is null', '{"rings":{"ring0":null}}'],
  ])('are not known from %s', (_, text) => {
    expect(parseTargets(text)).toEqual({ targets: new Map([['ring0', null]]), unread: ['ring0 has no targets'] });
  });

  it.each([
    ['no JSON', '{"rings":{', 'the file is not JSON: '],
    ['a comma too many', '{"rings":{},}', 'the file is not JSON: property name expected at line 1, column 13'],
    ['no rings', '{"ring":{}}', 'it has no rings'],
    ['rings that are null', '{"rings":null}', 'it has no rings'],
    ['a ring in two cases', '{"rings":{"a":{},"A":{}}}', '"a" and "A", at line 1, are one name to PowerShell'],
    ['targets twice', '{"rings":{"a":{"targets":[],"targets":[]}}}', '"targets" stands in it more than once'],
    ['targets in capitals', '{"rings":{"a":{"Targets":[]}}}', '"Targets" at line 1 must be written "targets"'],
  ])('are not known from %s', (_, text, sentence) => {
    expect(() => parseTargets(text)).toThrow(sentence);
  });
});

describe('a rollout', () => {
  const NOW = millis(Date.UTC(2026, 2, 1, 12));
  const counted = (targets: TargetList, ring = 'ring0') => {
    const known = new Hosts({ staleAfter: seconds(900), forgetAfter: seconds(9000), maxHosts: 10 });
    for (const hostname of ['PC-1', 'PC-2']) {
      const parsed = parseReport(collected({ ring, hostname, timestamp: null }));
      if (parsed.ok) known.accept(parsed.report, NOW, NOW);
    }
    return rollouts(known.all(NOW), targets).map((rollout) => `${rollout.ring} ${rollout.reached}/${rollout.targets}`);
  };
  const listed = (text: string) => counted(parseTargets(text).targets);

  it('is of those that report where nobody lists them', () => {
    expect(counted('reported')).toEqual(['ring0 2/2']);
  });

  it('is of those that are listed', () => {
    const four = '[{"hostname":"PC-1"},{"hostname":"PC-2"},{"hostname":"PC-3"},{"hostname":"PC-4"}]';
    expect(listed(`{"rings":{"ring0":{"targets":${four}},"ga":{"targets":[]}}}`)).toEqual(['ring0 2/4', 'ga 0/0']);
    expect(listed(`{"rings":{"Ring0":{"targets":${four}}}}`)).toEqual(['ring0 2/4']);
  });

  it('is not told of a ring whose list cannot be read, nor of any when the file cannot', () => {
    expect(listed('{"rings":{"ring0":{"targets":null},"ga":{"targets":[]}}}')).toEqual(['ga 0/0']);
    expect(counted('unread')).toEqual([]);
  });
});
