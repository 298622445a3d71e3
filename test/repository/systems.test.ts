import { describe, expect, it } from 'vitest';
import { readChecklist } from '../../scripts/systems/checklist.ts';
import { LISTED } from '../../scripts/systems/markdown.ts';
import { faultOf } from '../../scripts/systems/places.ts';
import { readSources, type Sources } from '../../scripts/systems/sources.ts';

describe.each(LISTED)('the list of %s', (id) => {
  const sources = readSources(id);
  const { parts } = readChecklist(id);

  it.each(parts)('has a place for every item of "$title"', ({ items }) => {
    const faults = items.flatMap((item) =>
      ('at' in item ? item.at : []).flatMap((place) => {
        const fault = faultOf(sources, place);
        return fault === null ? [] : [`${item.item}: ${fault}`];
      }),
    );
    expect(faults).toEqual([]);
  });

  it('has each item once', () => {
    const items = parts.flatMap((part) => part.items.map(({ item }) => `${part.title}: ${item}`));
    expect(items).toEqual([...new Set(items)]);
  });
});

describe('a place', () => {
  const sources: Sources = {
    profile: {
      pages: [
        {
          id: 'api',
          rows: [
            {
              panels: [
                'alerts',
                { id: 'p95', type: 'stat', query: 'p95{job="a"}', at_most: 0.2 },
                { id: 'all', type: 'table', columns: [{ id: 'cpu', at_most: 0.8 }] },
              ],
            },
          ],
        },
      ],
      reports: { metrics: [{ id: 'uptime', in: ['sla'], at_least: 0.999 }, { id: 'users' }] },
    },
    recording: {},
    alerting: { groups: [{ rules: [{ alert: 'Down', for: '1m', labels: { severity: 'critical' } }] }] },
    alertmanager: { templates: ['a.tmpl'], receivers: [{ name: 'team' }] },
    file: (name) => (name === 'a.tmpl' ? '{{ define "x" }}one{{ end }}\n{{ define "y" }}two{{ end }}' : null),
  };

  it.each([
    [{ panel: 'api/alerts' }],
    [{ panel: 'api/p95', at_most: 0.2, says: 'p95{job="a"}' }],
    [{ panel: 'api/all', column: 'cpu', at_most: 0.8 }],
    [{ report: 'sla/uptime', at_least: 0.999 }],
    [{ report: 'weekly/users' }],
    [{ alert: 'Down', for: '1m', says: 'critical' }],
    [{ receiver: 'team' }],
    [{ template: 'x', says: 'one' }],
  ])('%j is found', (place) => {
    expect(faultOf(sources, place)).toBeNull();
  });

  it.each([
    [{ panel: 'api/p99' }, 'there is no panel api/p99'],
    [{ panel: 'db/p95' }, 'there is no panel db/p95'],
    [{ panel: 'api/p95', at_most: 0.5 }, 'panel api/p95 has at_most 0.2, not 0.5'],
    [{ panel: 'api/p95', says: 'p99' }, 'panel api/p95 does not say "p99"'],
    [{ panel: 'api/all', column: 'memory' }, 'panel api/all has no column memory'],
    [{ panel: 'api/all', column: 'cpu', at_most: 0.9 }, 'panel api/all has at_most 0.8, not 0.9'],
    [{ report: 'daily/uptime' }, 'there is no report daily/uptime'],
    [{ alert: 'Up' }, 'there is no alert Up'],
    [{ template: 'x', says: 'two' }, 'template x does not say "two"'],
    [{ runbook: 'down' }, 'there is no runbook down'],
  ])('%j is not', (place, fault) => {
    expect(faultOf(sources, place)).toBe(fault);
  });
});
