import { describe, expect, test } from 'vitest';
import { runbookFile } from '../../../src/room/alerts/runbook.ts';

const FOLDER = { folder: 'runbooks/', by: 'alertname' };

describe('the file of a runbook', () => {
  test.each<[string, Record<string, string>, string | null]>([
    ['is what an annotation names', { runbook: 'runbooks/redis.md' }, 'runbooks/redis.md'],
    ['of either name', { runbook_url: './redis.markdown' }, './redis.markdown'],
    ['beside a page', { runbook_url: 'https://a.b/redis.md', runbook: 'redis.md' }, 'redis.md'],
    ['without its heading', { runbook: 'redis.md#symptoms' }, 'redis.md'],
    ['is none where it is a page', { runbook_url: 'https://a.b/redis.md' }, null],
    ['is none of another scheme', { runbook: 'ftp://a.b/redis.md' }, null],
    ['is none that is no Markdown', { runbook: '/etc/passwd' }, null],
    ['is none where none is named', { summary: 'a.md' }, null],
  ])('%s', (_, annotations, file) => {
    expect(runbookFile({ annotations, labels: { alertname: 'Down' } }, null)).toBe(file);
  });

  test.each<[string, string | undefined, string | null]>([
    ['is called as the alert, where there is a folder', 'RedisDown', 'runbooks/RedisDown.md'],
    ['is none for a name that is a path', '../../etc/x', null],
    ['nor for a hidden one', '.ssh', null],
    ['nor without the label', undefined, null],
  ])('%s', (_, alertname, file) => {
    const labels: Record<string, string> = alertname === undefined ? {} : { alertname };
    expect(runbookFile({ annotations: {}, labels }, FOLDER)).toBe(file);
  });
});
