import * as icons from '../../shared/icons';
import { h } from '../../shared/dom';
import { bubbles, box, sender, type Skin } from './base';

/** A letter. `from`, `address`, `to`, `subject`. */
export const email: Skin = (scene, context) => {
  const { address, subject, to } = scene.channel_info;
  const { w } = context;
  return box(
    'email',
    'ch_email',
    icons.mail,
    context,
    h('dl', { class: 'hv-head' }, h('dt', null, w.say('from')), h('dd', null, sender(scene), address && ' <' + address + '>'), to && [h('dt', null, w.say('to')), h('dd', null, to)], subject && [h('dt', null, w.say('subject')), h('dd', null, subject)]),
    bubbles(scene, context, false),
  );
};
