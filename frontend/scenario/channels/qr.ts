import { h } from '../../shared/dom';
import { icon } from '../../shared/icons';
import { bubbles, box, type Skin } from './base';

/** A QR code on a stall. It is drawn as a pattern that no phone can read. `place`, `name`. */
export const qr: Skin = (scene, context) => {
  const { place, name } = scene.channel_info;
  return box(
    'qr',
    'ch_qr',
    'info',
    context,
    h('div', { class: 'hv-qr' }, h('span', { class: 'hv-qrpic', role: 'img', 'aria-label': context.w.t('qr_alt') }, icon('phone')), h('p', null, [place, name].filter(Boolean).join(' · '))),
    bubbles(scene, context),
  );
};
