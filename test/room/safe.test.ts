import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSafe } from '../../src/room/safe.ts';
import { sanitiseLine, sanitiseText } from '../../src/text/sanitise.ts';
import { hostile } from '../hostile.ts';

const EXACT = ['expr', 'baselineExpr', 'candidateExpr', 'exactLabels'] as const;

describe('what leaves the room', () => {
  it('has no unsafe text and no unsafe name in it, however deep', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, text) => {
        const shown = makeSafe({ list: [{ labels: { [name]: text }, text }], text });
        expect(shown).toEqual({
          list: [{ labels: { [sanitiseLine(name)]: sanitiseLine(text) }, text: sanitiseLine(text) }],
          text: sanitiseLine(text),
        });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps queries and exact labels byte for byte', () => {
    const query = 'sum(\u001b[5m)';
    for (const name of EXACT) expect(makeSafe({ [name]: query })).toEqual({ [name]: query });
  });

  it('takes no label for a query because it is called like one', () => {
    for (const name of [...EXACT, 'description', 'annotations', 'labels', '__proto__']) {
      const labels = JSON.parse(JSON.stringify({ x: 'a\u001b[5mb' }).replace('x', name));
      const safe = JSON.parse(JSON.stringify({ x: 'ab' }).replace('x', name));
      expect(makeSafe({ labels })).toEqual({ labels: safe });
      expect(makeSafe({ annotations: labels })).toEqual({ annotations: safe });
    }
  });

  it('lets descriptions run over several lines, and nothing else', () => {
    const text = 'a\r\nb\u2028c';
    expect(makeSafe({ description: text, annotations: { x: text }, summary: text })).toEqual({
      description: sanitiseText(text),
      annotations: { x: sanitiseText(text) },
      summary: 'a b c',
    });
  });
});
