import { FORMATS } from '../../../../pictures/formats.ts';
import { literals, safe } from '../../../../text/safe.ts';
import { runAction } from '../../../actions/run.ts';
import { also } from '../../../core/effects.ts';
import { saving } from '../../../core/saving.ts';
import { type Command, oneOf, optional, text } from '../command.ts';

const ABOUT = literals({ svg: 'As a picture', html: 'As a page for a browser', text: 'As text without colours' });

export const save: Command = {
  name: safe('save'),
  description: safe('Save what is seen, in this folder or at a path'),
  action: 'save',
  takes: [
    optional(oneOf('FORMAT', () => FORMATS.map((word) => ({ word, about: ABOUT[word] })))),
    text('PATH', '~/room.svg'),
  ],
  run(here, [word = '', path = '']) {
    const { scene } = here.world;
    const format = FORMATS.find((one) => one === word);
    if (format === undefined || scene === undefined) return runAction('save', 0, here);
    return also(here.state, saving(format, path === '' ? null : path, scene));
  },
};
