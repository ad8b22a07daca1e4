/** The messages of a scene or of a letter in an inbox: who says what, what of it is a sign, and when it is shown. */
import { h, type Child } from '../../shared/dom';
import { plain } from '../../quiz/studio/model';
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
    brief: (row) => [h('span', { class: 'hv-briefwords' }, plain(row['text']) || q.say('no_words')), h('span', { class: 'hv-navmeta' }, h('span', null, row['side'] === 'me' ? q.say('side_me') : String(row['from'] || '') || q.say(row['side'] === 'system' ? 'side_system' : 'side_them')), (row as Message).cues.length > 0 && h('span', null, q.say('n_cues', { n: (row as Message).cues.length })), !!row['when'] && h('span', null, q.say('has_condition')))],
    todo: (row) => !row['text'],
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
      [q.say(inbox ? 'more_letter_message' : 'more_message'), h('span', { class: 'hv-foldsays' }, [message.when && q.t('only_when', { what: conditionWords(q, desk.model, message.when) }), message['audio'] ? q.t('audio') : '', !inbox && message['genuine'] ? q.t('genuine_short') : ''].filter((one) => one).join(' · '))],
      false,
      !inbox && conditionField(at.at('when'), 'when_message'),
      h('div', { class: 'hv-form' }, at.recording('audio', 'audio', 'audio_how'), at.line('transcript', 'transcript', { help: 'transcript_how', area: true })),
      at.flag('genuine', 'genuine_message', 'genuine_message_how'),
      at.fold('id', q.say('id'), false, at.id('id_how_small', ids)),
    ),
  ];
}
