/** A recording of the question, in the browser's own player. Nothing is fetched before it is played: data costs money. */
import { fill, h, type Child } from '../../shared/dom';
import { icon, sound } from '../../shared/icons';
import type { Item } from '../model';
import type { ExtraWords } from './base';

const SAFE = /^(https:\/\/|\/(?!\/))/;

export function audio({ uid }: { uid: string }, w: ExtraWords, item: Item): Child {
  const src = item.audio || '';
  if (!SAFE.test(src)) return null;
  const id = uid + '-audio';
  const failed = h('span', { role: 'status' });
  return h(
    'div',
    { class: 'hv-audio' },
    h('p', { class: 'hv-kicker', id }, icon(sound), w.say('listen')),
    h('audio', { controls: true, preload: 'none', src, 'aria-labelledby': id, onerror: () => fill(failed, w.say('listen_failed')) }),
    failed,
  );
}
