import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/operations/journal/canonical-json.ts';
import { readRings, writeRing } from '../../../src/operations/stores/ring-file.ts';
import { own } from '../../../src/own.ts';
import { millis } from '../../../src/units.ts';
import { anyName, named } from '../../names.ts';

const alice = { by: 'alice', at: millis(Date.UTC(2026, 0, 2, 3, 4, 5)), note: 'all green' };
const write = (text: string, id: string, validation: typeof alice | null) =>
  writeRing(text, 'rings.json', id, validation);

const TARGETS = `{
    "comment": 1.0,
    "rings": {
        "ring0": {
            "targets": [ { "hostname": "A", "type": "internal" } ],
            "validated": false,
            "owner": "ops"
        },
        "ring1": { "targets": [], "validated": false }
    }
}
`;

describe('the text of a ring file', () => {
  it('keeps everything but the ring that is validated, to the byte', () => {
    const expected = TARGETS.replace(
      '"validated": false,\n            "owner"',
      `"validated": true,
            "validation": {
                "by": "alice",
                "at": "2026-01-02T03:04:05.000Z",
                "note": "all green"
            },
            "owner"`,
    );
    expect(write(TARGETS, 'ring0', alice)).toBe(expected);
  });

  it('is as it was after a validation is revoked', () => {
    expect(write(write(TARGETS, 'ring0', alice), 'ring0', null)).toBe(TARGETS);
  });

  it('leaves in one line what stands in one line', () => {
    const text = '{"rings":{"a":{"validated":false,"targets":[{"hostname":"A"}]}},"x":1}';
    const expected = text.replace(
      'false',
      'true,"validation": {"by":"alice","at":"2026-01-02T03:04:05.000Z","note":"all green"}',
    );
    expect(write(text, 'a', alice)).toBe(expected);
  });

  it.each([
    ['an empty object', '{}\n'],
    ['no such ring', '{"rings":{"other":{"validated":true}}}'],
    ['no ring at all', '{"rings":{},"x":1}'],
    ['tabs and CRLF', '{\r\n\t"rings": {\r\n\t\t"ring0": {\r\n\t\t\t"validated": false\r\n\t\t}\r\n\t}\r\n}\r\n'],
  ])('takes a validation from %s', (_, text) => {
    const edited = write(text, 'ring0', alice);
    expect(readRings(edited, 'rings.json')).toMatchObject({ ring0: alice });
    if (text.includes('\r\n')) expect(edited).not.toMatch(/[^\r]\n|\n {2}/);
  });

  it.each([
    ['validated by hand', '{"rings":{"a":{"validated":true}}}'],
    ['with details that are none', '{"rings":{"a":{"validated":true,"validation":{"by":5,"at":"yesterday"}}}}'],
  ])('says that a ring %s is validated, by nobody known', (_, text) => {
    expect(readRings(text, 'rings.json')).toEqual({ a: { by: '', at: null } });
  });

  it('says nothing of a ring whose details outlived a hand that set it back', () => {
    const edited = write(TARGETS, 'ring0', alice).replace('"validated": true', '"validated": false');
    expect(readRings(edited, 'rings.json')).toEqual({});
  });

  it.each([
    ['{\n  "rings": {\n    "a": 1,,\n  }\n}', 'rings.json is not JSON: property name expected at line 3, column 12'],
    ['', 'rings.json is not JSON: value expected at line 1, column 1'],
    [
      '{"rings":{"a":{"validated":"no"}}}',
      'rings.json: rings.a.validated: Invalid input: expected boolean, received string',
    ],
    ['[]', 'rings.json: the file: Invalid input: expected object, received array'],
    ['{"rings":null}', 'rings.json: rings: Invalid input: expected record, received null'],
    ['{"rings":[]}', 'rings.json: rings: Invalid input: expected record, received array'],
  ])('refuses %j in one sentence', (text, message) => {
    expect(() => readRings(text, 'rings.json')).toThrow(message);
    expect(() => write(text, 'a', alice)).toThrow(message);
  });

  it.each([
    ['a ring twice', '{"rings":{"a":{"validated":true},"a":{}}}', '"a" stands in it more than once, again at line 1'],
    ['a ring in two cases', '{"rings":{"a":{},\n"A":{"validated":true}}}', '"a" and "A", at line 2, are one name to'],
    ['all rings twice', '{"rings":{},"rings":{"a":{"validated":true}}}', '"rings" stands in it more than once'],
    ['a validation twice', '{"rings":{"a":{"validated":true,"validated":false}}}', '"validated" stands in it more'],
    ['it in two cases', '{"rings":{"a":{"validated":false,"Validated":true}}}', '"validated" and "Validated", at line'],
    ['it in capitals', '{"rings":{"a":{"Validated":true}}}', '"Validated" at line 1 must be written "validated"'],
    ['rings in capitals', '{"RINGS":{"a":{"validated":true}}}', '"RINGS" at line 1 must be written "rings"'],
    ['a comma too many', '{"rings":{"a":{"validated":true},}}', 'property name expected at line 1, column 34'],
    ['a ring cut by -Depth', '{"rings":{"a":"@{validated=True}"}}', 'rings.a: Invalid input: expected object'],
  ])('refuses %s, in which one reads this and another that', (_, text, message) => {
    expect(() => readRings(text, 'rings.json')).toThrow(message);
    expect(() => write(text, 'a', alice)).toThrow(message);
  });

  it('takes names of others as they are', () => {
    const text =
      '{"Rings2":1,"x":{"a":1,"A":2},"rings":{"a":{"note":1,"Note":2,"targets":[{"validated":1,"Validated":2}]}}}';
    expect(readRings(write(text, 'a', alice), 'rings.json')).toEqual({ a: alice });
  });

  it('refuses to write beside a ring whose name differs in case alone', () => {
    expect(() => write('{"rings":{"Ring0":{}}}', 'ring0', alice)).toThrow('are one name to PowerShell');
  });

  it('holds for any ring and any neighbours', () => {
    const id = fc.oneof(fc.stringMatching(/^[A-Za-z][\w.-]{0,8}$/), anyName);
    const other = named(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(id, named(id, other), fc.integer({ min: 0, max: 4 }), (ringId, rest, indent) => {
        // What differs in case alone is one name, and refused.
        const names = [...new Set([ringId, ...Object.keys(rest)])].map((name) => name.toLowerCase());
        fc.pre(new Set(names).size === names.length);
        const rings = Object.fromEntries(
          Object.entries(rest).map(([name, fields]) => [name, { ...fields, validated: true }]),
        );
        const file = { first: 1, rings, last: rest };
        const edited = write(JSON.stringify(file, null, indent), ringId, alice);
        const before = own(rings, ringId);
        const { by, at, note } = alice;
        const expected = { ...before, validated: true, validation: { by, at: new Date(at).toISOString(), note } };
        const all = { ...file, rings: { ...rings, [ringId]: expected } };
        expect(canonicalJson(JSON.parse(edited))).toBe(canonicalJson(all));
        expect(Object.keys(readRings(edited, 'rings.json')).sort()).toEqual(Object.keys(all.rings).sort());
        expect(own(readRings(edited, 'rings.json'), ringId)).toEqual(alice);
        expect(own(readRings(write(edited, ringId, null), 'rings.json'), ringId)).toBeUndefined();
      }),
    );
  });
});
