/** The messages of a scene or of a letter in an inbox: who says what, what of it is a sign, and when it is shown. */
import { h, type Child } from '../../shared/dom';
import { plain, type Row } from '../../quiz/studio/model';
import { conditionField, conditionWords } from './condition';
import { cuesField } from './cues';
import { newMessage, numbered, type Message } from './model';
import { rowsField, type Spot } from './scene-fields';

/** `inbox`: there a message has no condition, and the letter as a whole says whether it is genuine. */
export function messagesField(spot: Spot, inbox = false): HTMLElement {
  const { q } = spot;
  const names = Array.from(new Set((spot.list as Message[]).map((one) => String(one['from'] || '')).filter((name) => name)));
  return rowsField({
    spot,
    label: 'messages',
    name: (_row, i) => q.t('message_n', { n: i + 1 }),
    add: 'add_message',
    first: 'text',
    fresh: (list) => {
      const id = numbered('m', list.map((one) => String(one['id'])));
      const last = list[list.length - 1];
      return newMessage(id, last ? String(last['side']) : 'them', last && last['side'] === 'them' ? String(last['from'] || '') : '');
    },
    copy: (row, list) => ({ ...row, id: numbered('m', list.map((one) => String(one['id']))) }),
    fields: (at, row) => fields(at, row as Message, names, inbox, spot.list.map((one) => String(one['id']))),
  });
}

function fields(at: Spot, message: Message, names: string[], inbox: boolean, ids: string[]): Child {
  const { q, desk } = at;
  const text = at.rich('text', 'message_text', { short: true });
  const area = text.querySelector<HTMLElement>('.hv-rt')!;
  const used = !!message.when || !!message['audio'] || !!message['transcript'] || (!inbox && !!message['genuine']);
  return [
    h(
      'div',
      { class: 'hv-form' },
      at.select('side', 'side', [['them', q.t('side_them')], ['me', q.t('side_me')], ['system', q.t('side_system')]], { fallback: 'them' }),
      at.line('from', 'from', { list: names, help: 'from_how' }),
    ),
    text,
    cuesField(at, area),
    at.fold(
      'more',
      [q.say(inbox ? 'more_letter_message' : 'more_message'), message.when ? h('span', { class: 'hv-sub' }, q.say('only_when', { what: conditionWords(q, desk.model, message.when) })) : null],
      used,
      !inbox && conditionField(at.at('when'), 'when_message'),
      h('div', { class: 'hv-form' }, at.line('audio', 'audio', { help: 'audio_how' }), at.line('transcript', 'transcript', { help: 'transcript_how', area: true })),
      at.flag('genuine', 'genuine_message', 'genuine_message_how'),
      at.fold('id', q.say('id'), false, at.id('id_how_small', ids)),
    ),
  ];
}

/** A message in a few words, for lists. */
export const wordsOfMessage = (message: Row): string => plain(message['text']).slice(0, 80);
