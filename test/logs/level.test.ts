import { describe, expect, it } from 'vitest';
import { detectLevel, type Level } from '../../src/logs/level.ts';
import type { LogLine } from '../../src/sources/loki/types.ts';
import { nanos } from '../../src/units.ts';

const line = (text: string, more: Partial<LogLine> = {}): LogLine => ({
  at: nanos(1n),
  text,
  labels: {},
  metadata: {},
  parsed: {},
  ...more,
});

describe('the level of a line', () => {
  it.each<[Level, string, LogLine]>([
    ['error', 'what Loki detected', line('all is well', { metadata: { detected_level: 'error' } })],
    ['fatal', 'what Loki detected, among labels', line('INFO', { labels: { detected_level: 'critical' } })],
    [
      'warn',
      'a field when Loki detected nothing',
      line('x', { metadata: { detected_level: 'unknown' }, parsed: { level: 'WARNING' } }),
    ],
    ['error', 'a field that stands beside a label of its name', line('x', { parsed: { level_extracted: 'err' } })],
    ['error', "pino's number", line('{"level":50}', { parsed: { level: '50' } })],
    ['debug', 'a label', line('x', { labels: { level: 'debug' } })],
  ])('is %s: %s', (level, _, given) => {
    expect(detectLevel(given)).toBe(level);
  });

  it.each<[Level, string]>([
    ['error', '{"ts":1,"level":"error","msg":"INFO is only a word here"}'],
    ['warn', 'ts=2026 level=warn msg="x"'],
    ['error', '\u001b[31;1mERROR\u001b[0m \u001b[38;5;208mrequest failed\u001b[0m'],
    ['info', '\u001b[32mINFO\u001b[0m  \u001b[1mcompiled\u001b[22m in 346ms'],
    ['fatal', 'FATAL:  password authentication failed for user "app"'],
    ['info', '2026-11-20 INFO retry after error: timeout'],
    ['error', 'E0131 03:00:00.000000       1 reflector.go:1] failed'],
    ['warn', 'warning: something is odd'],
    ['error', '[error] 12#0: upstream timed out'],
    ['unknown', '10.0.53.152 - - "GET / HTTP/2.0" 404 15892'],
    ['unknown', 'errors are information too'],
    ['unknown', ''],
  ])('is %s by its words: %s', (level, text) => {
    expect(detectLevel(line(text))).toBe(level);
  });
});
