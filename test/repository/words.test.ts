import { describe, expect, it } from 'vitest';
import { wordFaults } from '../../scripts/word-faults.ts';

const faultsOf = (text: string) => wordFaults([{ file: 'src/some.ts', line: 7, text }]);

describe('the check of words that nobody says', () => {
  it.each([
    'logs could not be read of late',
    'it is asked for ever',
    'an alert fires that nobody answers for',
    'nothing speaks against V2',
    'it still soaks: 3m left',
    '3 pods differ no more than by chance',
    'cannot compare: errors unknown against unknown',
    'an error ×17.3 as often as V1',
    'the room stands still',
    'that is no duration',
    'nothing fires',
  ])('finds fault with "%s", and says where', (text) => {
    expect(faultsOf(text)).toEqual([{ file: 'src/some.ts', line: 7, message: expect.stringContaining('": say ') }]);
  });

  it.each([
    'logs could not be read recently',
    'There is no journal "x".',
    'There is no time zone "x": give an IANA name.',
    'V2 logs an error 17 times as often as V1',
    'no alert is firing',
    'It is still soaking: 3m left',
  ])('finds none with "%s"', (text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});
