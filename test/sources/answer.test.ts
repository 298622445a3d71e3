import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type Answer, answerJson, readAnswer, statusError, unlikeDone } from '../../src/sources/answer.ts';
import { redact, redactAnswer } from '../../src/sources/http/redact.ts';
import { quote } from '../../src/sources/text.ts';
import { character } from '../character.ts';

const answer = (status: number, body: string, headers: Record<string, string> = {}): Answer => ({
  url: new URL('http://prom.example/api/v1/query?query=up'),
  status,
  headers,
  body,
});

describe('an error status', () => {
  test.each<[string, Answer, string]>([
    ['a wrong path', answer(404, '404 page not found'), 'path prefix'],
    ['a page of a proxy', answer(502, '<html><title>502</title>'), 'proxy'],
    [
      'a redirect not followed',
      answer(301, '', { location: 'https://new.example/x?token=1' }),
      'https://new.example/x:',
    ],
    ['too many requests', answer(429, '', { 'retry-after': '30' }), 'wait 30 s'],
    ['no tenant', answer(401, 'no org id'), 'tenant'],
  ])('comes with a hint at what to do: %s', (_, given, hint) => {
    expect(statusError(given).hint).toContain(hint);
  });

  test('names the place without the query', () => {
    expect(statusError(answer(500, '')).message).toBe('http://prom.example/api/v1/query answered 500');
  });

  test('never gives more than one bounded line, whatever the body', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 599 }),
        fc.string({ unit: character, maxLength: 3000 }),
        (status, body) => {
          const { message } = statusError(answer(status, body));
          return message.length < 400 && !/[\r\n\u2028\u2029]/.test(message) && message.isWellFormed();
        },
      ),
    );
  });
});

test('a 400 is the fault of the query only when the server itself says so', () => {
  expect(statusError(answer(400, '{"error":"parse error"}')).kind).toBe('bad-query');
  expect(statusError(answer(400, '<html><title>400</title>')).kind).toBe('server');
});

test('JSON is read whatever the content type says', () => {
  expect(answerJson(answer(200, '{"a":1}', { 'content-type': 'text/plain' }))).toEqual({ ok: true, value: { a: 1 } });
});

test('what is quoted of an answer shows no secret, be it short and the answer data', () => {
  const given = redactAnswer(answer(200, '{"echo":"hunter2","n":"1"}', { 'content-type': 'application/json' }), [
    'hunter2',
  ]);
  expect(given.body).toContain('hunter2');
  const outcome = readAnswer(given, v.object({ status: v.string() }), 'query result');
  expect(outcome).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('something that is not a valid query result: {"echo":"***"') },
  });
});

test.each([
  ['', null],
  [' \n', null],
  ['{}', null],
  ['<html>', 'with a web page instead of JSON: a login?'],
  ['OK', 'invalid JSON: OK'],
])('what has no result is done when it is answered %j, or not', (body, words) => {
  const error = unlikeDone(answer(200, body));
  expect(error?.message ?? null).toEqual(words === null ? null : expect.stringContaining(words));
});

test('a quote is one line of at most 300 characters', () => {
  expect(quote('  a\r\n\tb\u2028c  ')).toBe('a b c');
  expect(quote('x'.repeat(1_000_000))).toHaveLength(300);
});

test('secrets are blotted out wherever they stand, ones too short to be secret are not', () => {
  expect(redact('Basic hunter2 and hunter2', ['hunter2', 'a', ''])).toBe('Basic *** and ***');
});
