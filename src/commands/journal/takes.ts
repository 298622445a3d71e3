import { argument } from '../shared/takes.ts';

export const journalFile = argument('[file]', "an exported journal, instead of the ring store's");
