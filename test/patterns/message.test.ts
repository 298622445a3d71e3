import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleOf } from '../../src/patterns/example.ts';
import { wordsOf } from '../../src/patterns/mask.ts';
import { messageOf } from '../../src/patterns/message.ts';
import { lineFilter } from '../../src/patterns/template-text.ts';
import { character } from '../character.ts';

const templateOf = (line: string) => wordsOf(messageOf(line)).join(' ');

describe('what differs from line to line is masked', () => {
  it.each([
    [
      '2026-11-20T21:03:19.123Z ERROR payment 4711 failed after 12.5ms: connection to 10.0.0.3:5432 refused',
      '<time> ERROR payment <num> failed after <num>: connection to <host> refused',
    ],
    ['user carol@example.com came from 2001:db8:0:0:1:2:3:4', 'user <email> came from <host>'],
    ['order 550e8400-e29b-41d4-a716-446655440000 done', 'order <uuid> done'],
    ['commit deadbeef1 at 0xFF by worker-7 of v2', 'commit <num> at <num> by worker-<num> of <num>'],
    ['took 1h30m, then 3.5s and −5', 'took <num>, then <num> and −<num>'],
    [`cannot open "a \\" b" or 'c d'`, 'cannot open <str> or <str>'],
    // What an id is made of is chance: digits, hex or what looks like a duration.
    ['lock 1234567 of 12345m by 12ab45f', 'lock <num> of <num> by <num>'],
    ['lock deadbeef of 0x1f by 12345678', 'lock <num> of <num> by <num>'],
    ['block blk_-1608999687919862906 is blk_1', 'block blk_<num> is blk_<num>'],
    ['pod api-7d9f8b6c5d-x2x4q of api-0 and node-exporter-2k7xz', 'pod <pod> of api-<num> and <pod>'],
    ['peer db-1.example.com:5432 as 10.0.0.3:5432', 'peer <host> as <host>'],
    ['for 10.0.0.1,10.0.0.2 and 10.0.0.1', 'for <host> and <host>'],
    ['at Fri Jun 17 20:55:06 2005 and Nov 20 10:00:00', 'at <time> and <time>'],
    ['read 12 KB, 1.5MiB and 2048 bytes (2 KB)', 'read <size>, <size> and <size>'],
    ['open /var/lib/app/data.db and /etc/app.yaml', 'open <path> and <path>'],
    ['"GET /a/1 HTTP/1.1" and "POST /b"', '"GET <str>" and "POST <str>"'],
    ['java.lang.NullPointerException in config.load', 'java.lang.NullPointerException in config.load'],
    ["can't and won't", "can't and won't"],
    ['GET /a/17 status=502 in 3 ms', 'GET /a/<num> status=502 in <num> ms'],
    ['HTTP/1.1" 404 123', 'HTTP/<num>" 404 <num>'],
    ['key AbCdEf0123456789AbCdEf0123456789 is used', 'key <hidden> is used'],
    ['❌ déploiement 7 échoué', '❌ déploiement <num> échoué'],
    ['\u001b[31;1mERROR\u001b[0m request failed', 'ERROR request failed'],
    ['', ''],
  ])('%j is %j', (line, template) => {
    expect(templateOf(line)).toBe(template);
  });
});

describe('structured lines are read by their message and by what went wrong', () => {
  it.each([
    [
      '{"level":"error","message":"request failed","error":{"type":"Refused","message":"10.0.0.1:80"},"user":"u1"}',
      'request failed error=Refused: <host>',
    ],
    ['{"level":50,"msg":"down","requestId":"x"}', 'down'],
    ['{"b":2,"a":1,"level":"info"}', '{a b}'],
    ['{"message":"no level here"}', 'no level here'],
    ['{"message":', '{<str>:'],
    ['[1,2]', '[<num>]'],
    ['level=warn ts=2026-11-20T21:03:19Z msg="slow query" duration=12ms', 'slow query'],
    ['level=error msg=failed status=500 code=E7', 'failed code=<num>'],
    ['level=info path=/a status=500', '{path} status=500'],
    ['a=b is no logfmt', 'a=b is no logfmt'],
    ['{"__proto__":{"level":"error"},"message":"m"}', 'm'],
  ])('%j is %j', (line, template) => {
    expect(templateOf(line)).toBe(template);
  });
});

describe('secrets', () => {
  it.each([
    'password="hunter2 secret"',
    'Authorization: Bearer hunter2hunter2',
    'token=hunter2',
    'https://admin:hunter2@db.example/x',
    '{"api_key":"hunter2","message":"m"}',
    '{"message":"login","note":"password: hunter2"}',
    'Set-Cookie: hunter2',
    'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.hunter2',
    'signed with hunter2hunter2hunter2hunter2hunter2',
  ])('of %j neither template nor example tells', (line) => {
    expect(templateOf(line)).not.toContain('hunter2');
    expect(exampleOf(line)).not.toContain('hunter2');
  });
});

describe('a line filter', () => {
  it.each([
    ['payment 4711 failed after 12.5ms', ' |= "payment" |= "failed" |= "after"'],
    ['7 8 9', ''],
    ['a "quoted" word', ' |= "word"'],
    ['équipe 7 échoue ici', ' |= "ici"'],
  ])('of %j is %j', (line, filter) => {
    expect(lineFilter({ words: wordsOf(messageOf(line)) })).toBe(filter);
  });

  it('tells errors apart that differ in one of many words', () => {
    const filterOf = (what: string) =>
      lineFilter({ words: wordsOf(messageOf(`${what} could not be reached because of another reason`)) });
    expect(filterOf('queue')).toContain('|= "queue"');
    expect(filterOf('disk')).toContain('|= "disk"');
  });

  it('lets every line of its template through', () => {
    const word = fc.constantFrom('payment', 'failed', 'a=b', '<x>', '12ms', '10.0.0.1', '"x y"', 'é', 'user-7');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const line = words.join(' ');
        const filter = lineFilter({ words: wordsOf(messageOf(line)) });
        for (const [, piece] of filter.matchAll(/\|= ("[^"]*")/g)) expect(line).toContain(JSON.parse(piece ?? ''));
      }),
    );
  });
});

describe('whatever arrives', () => {
  it('is read into safe text of bounded length', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({
            unit: fc.constantFrom(
              '\u001b',
              ']',
              '[',
              '52;',
              'm',
              '\u202e',
              '\u200d',
              '\u0301',
              '"',
              '{',
              '=',
              '\n',
              'é',
            ),
            maxLength: 300,
          }),
          fc.string({ unit: character, maxLength: 400 }),
        ),
        (text) => {
          const message = messageOf(text);
          for (const drawn of [wordsOf(message).join(' '), exampleOf(text)]) {
            expect(drawn).not.toMatch(/\p{Cc}/u);
            expect(drawn.length).toBeLessThan(8000);
          }
        },
      ),
    );
  });

  it.each(['"\\', " 'a", 'abcdef', '1.', 'a:', '{"a":', 'a.', 'a="', 'password ', 'password=', 'a\u0301', '\u001b]'])(
    'a line of 200 kB of %j is read as quickly as a short one',
    (piece) => {
      const line = piece.repeat(Math.ceil(200_000 / piece.length));
      const short = line.slice(0, 8000);
      const started = performance.now();
      for (const text of [line, short]) {
        wordsOf(messageOf(text));
        exampleOf(text);
      }
      // Quadratic time would be minutes; the bound leaves room for a busy machine.
      expect(performance.now() - started).toBeLessThan(1000);
    },
  );
});
