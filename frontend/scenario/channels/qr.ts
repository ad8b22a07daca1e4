import { h } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { bubbles, box, type Skin } from './base';

/** A QR code on a stall. It is drawn as a pattern that no phone can read. `place`, `name`. */
export const qr: Skin = (scene, context) => {
  const { place, name } = scene.channel_info;
  return box(
    'qr',
    'ch_qr',
    icons.info,
    context,
    h('div', { class: 'hv-qr' }, h('span', { class: 'hv-qrpic', role: 'img', 'aria-label': context.w.t('qr_alt') }, icon(icons.phone)), h('p', null, [place, name].filter(Boolean).join(' · '))),
    bubbles(scene, context),
  );
};
