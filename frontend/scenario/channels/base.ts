/** A channel's skin: one file per channel, one line in `index.ts`. A skin draws the messages of a scene as a person meets them. */
import { h, rich, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Words } from '../../shared/i18n';
import type { Message, Scene } from '../model';
import type { strings } from '../strings';

export type SimWords = Words<typeof strings>;

export interface SkinContext {
  w: SimWords;
  authored<T extends HTMLElement>(node: T): T;
  /** The clock of the device in the story, where the author sets one. */
  time?: string | undefined;
}

export type Skin = (scene: Scene, context: SkinContext) => HTMLElement;

/** Who is on the other side: what the author says, else the first message from there. */
export function sender(scene: Scene): string {
  const first = scene.messages.filter((m) => m.side === 'them')[0];
  return scene.channel_info['from'] || (first && first.from) || '';
}

/** The words of a message, findable by cues through `data-m`; a recording comes with its transcript. */
export function words(message: Message, index: number, context: SkinContext): Child {
  return [
    context.authored(h('div', { class: 'hv-rich', 'data-m': index }, rich(message.text))),
    message.audio && /^(https?:|\/)/.test(message.audio) && [h('p', { class: 'hv-who' }, context.w.say('recording')), h('audio', { controls: true, preload: 'none', src: message.audio, 'aria-label': context.w.t('recording') })],
    message.transcript && h('details', null, h('summary', null, context.w.say('listen')), context.authored(h('p', null, message.transcript))),
  ];
}

/** Messages one below the other, as bubbles; the sender's name is text, never only the side. `named` false: only names that differ. */
export function bubbles(scene: Scene, context: SkinContext, named = true): HTMLElement {
  const other = sender(scene);
  return h(
    'ol',
    { class: 'hv-msgs' },
    scene.messages.map((m, i) => {
      const name = m.side === 'me' ? context.w.say('me') : m.side === 'system' ? m.from : m.from || other;
      const repeat = !named && m.side === 'them' && (m.from || other) === other;
      return h('li', { class: 'hv-msg hv-msg--' + m.side }, name && h('b', { class: repeat ? 'hv-sr' : 'hv-who' }, name), words(m, i, context));
    }),
  );
}

/** The box every skin lives in: named for screen readers and stamped as a rehearsal for everyone. */
export function box(name: string, label: 'ch_call' | 'ch_sms' | 'ch_chat' | 'ch_email' | 'ch_web' | 'ch_notice' | 'ch_app' | 'ch_qr' | 'ch_post' | 'ch_door' | 'ch_narration', glyph: string, context: SkinContext, ...children: Child[]): HTMLElement {
  const { w } = context;
  return h(
    'div',
    { class: 'hv-ch hv-ch--' + name, role: 'group', 'aria-label': w.t(label) + ', ' + w.t('rehearsal') },
    h('p', { class: 'hv-ch-top' }, icon(glyph), h('span', null, w.say(label), context.time && ' · ' + context.time), h('span', { class: 'hv-stamp' }, w.say('rehearsal'))),
    children,
  );
}

/** A round picture stand-in and a name. */
export function face(name: string, sub: Child, context: SkinContext, glyph = icons.user): HTMLElement {
  return h('div', { class: 'hv-face' }, h('span', { class: 'hv-ava' }, icon(glyph)), h('div', null, context.authored(h('b', null, name || '?')), sub && h('div', { class: 'hv-facesub' }, sub)));
}
