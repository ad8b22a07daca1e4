import { h } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { bubbles, box, type Skin } from './base';

/** A web page below its address bar. `url` (or `address`), shown as text and never a link. */
export const web: Skin = (scene, context) => {
  const url = scene.channel_info['url'] || scene.channel_info['address'] || '';
  return box('web', 'ch_web', icons.globe, context, url && h('p', { class: 'hv-url' }, icon(icons.globe), h('span', { class: 'hv-sr' }, context.w.say('address'), ': '), h('span', null, url)), bubbles(scene, context, false));
};
