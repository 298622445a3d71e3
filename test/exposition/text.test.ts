import { describe, expect, it } from 'vitest';
import { counter, gauge, known, oneOf, sample } from '../../src/exposition/family.ts';
import { expose, negotiate } from '../../src/exposition/text.ts';

describe('what is asked for', () => {
  const PROMETHEUS_2 =
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
  const PROMETHEUS_3 =
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
  it.each([
    [undefined, 'text'],
    ['*/*', 'text'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text'],
    ['text/plain;version=0.0.4', 'text'],
    ['application/openmetrics-text', 'openmetrics'],
    ['Application/OpenMetrics-Text; Version=1.0.0', 'openmetrics'],
    ['application/openmetrics-text;version=0.0.1', 'text'],
    ['application/openmetrics-text;q=0', 'text'],
    ['application/openmetrics-text;q=0.2,text/plain;q=0.9', 'text'],
    [PROMETHEUS_2, 'openmetrics'],
    [PROMETHEUS_3, 'openmetrics'],
    [';;,q=,=', 'text'],
  ])('Accept: %s gets %s', (accept, format) => {
    expect(negotiate(accept)).toBe(format);
  });
});

describe('families as text', () => {
  const families = [
    counter('errors_total', 'Errors.', [sample(7, { ring: 'ring0' })]),
    gauge('age_seconds', 'Age.', [sample(0.25)]),
    gauge('unknown_seconds', 'Never known.', known(null)),
  ];

  it('has each name once, its type and help, and leaves out what has no sample', async () => {
    expect(await expose(families, 'text')).toBe(
      '# HELP errors_total Errors.\n# TYPE errors_total counter\nerrors_total{ring="ring0"} 7\n\n' +
        '# HELP age_seconds Age.\n# TYPE age_seconds gauge\nage_seconds 0.25\n',
    );
  });

  it('names a counter of OpenMetrics without its suffix, and ends with EOF', async () => {
    expect(await expose(families, 'openmetrics')).toBe(
      '# HELP errors Errors.\n# TYPE errors counter\nerrors_total{ring="ring0"} 7\n' +
        '# HELP age_seconds Age.\n# TYPE age_seconds gauge\nage_seconds 0.25\n# EOF\n',
    );
  });

  it('holds no state from one time to the next', async () => {
    await expose(families, 'text');
    expect(await expose(families, 'text')).toContain('errors_total{ring="ring0"} 7\n');
  });

  it('shows the state that holds as 1 and every other as 0', async () => {
    const text = await expose([gauge('s', 'S.', oneOf(['ok', 'fail'], 'fail', { ring: 'r' }))], 'text');
    expect(text).toContain('s{ring="r",state="ok"} 0\ns{ring="r",state="fail"} 1\n');
  });
});
