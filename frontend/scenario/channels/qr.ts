import { h } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { bubbles, box, type Skin } from './base';

/** The three corners of a code and dots that mean nothing. */
function pattern(): SVGSVGElement {
  let dots = '';
  for (let i = 0, n = 5; i < 441; i++) {
    n = (n * 73 + 41) % 1009;
    const x = i % 21;
    const y = (i - x) / 21;
    if (n % 2 && !((x < 8 || x > 12) && y < 8) && (x > 7 || y < 13)) dots += `M${x} ${y}h1v1h-1z`;
  }
  const svg = icon(dots + [[0, 0], [14, 0], [0, 14]].map(([x, y]) => `M${x} ${y}h7v7h-7zm1 1v5h5v-5zm1 1h3v3h-3z`).join(''));
  svg.setAttribute('viewBox', '0 0 21 21');
  return svg;
}

/** A QR code on a stall. It is drawn as a pattern that no phone can read. `place`, `name`. */
export const qr: Skin = (scene, context) => {
  const { place, name } = scene.channel_info;
  return box(
    'qr',
    'ch_qr',
    icons.info,
    context,
    h('div', { class: 'hv-qr' }, h('span', { class: 'hv-qrpic', role: 'img', 'aria-label': context.w.t('qr_alt') }, pattern()), h('p', null, [place, name].filter(Boolean).join(' · '))),
    bubbles(scene, context),
  );
};
