import * as icons from '../../shared/icons';
import { h } from '../../shared/dom';
import { bubbles, box, sender, type Skin } from './base';

/** A letter. `from`, `address`, `subject`. */
export const email: Skin = (scene, context) => {
  const { address, subject } = scene.channel_info;
  const { w } = context;
  return box(
    'email',
    'ch_email',
    icons.mail,
    context,
    h('dl', { class: 'hv-head' }, h('dt', null, w.say('from')), h('dd', null, sender(scene), address && ' <' + address + '>'), subject && [h('dt', null, w.say('subject')), h('dd', null, subject)]),
    bubbles(scene, context, false),
  );
};
