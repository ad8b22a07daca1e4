/** The channel of a scene, picked by picture and name, and the fields of what that channel shows. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { lineField, selectField } from '../../studio/visual/fields';
import { CHANNELS } from './model';
import type { Key, Spot } from './scene-fields';

const SMS = 'M3 5h18v11H10l-4 4v-4H3zM7 9h10M7 12.5h6';
const CHAT = 'M2.5 4h12v8H8l-3.5 3v-3h-2zM17.5 8.5h4v8h-2v3l-3.5-3H11v-2';
const APP = 'M8 2h8a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2M12 7v7M9 11.5l3 3 3-3M9 18h6';
const QR = 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2M14 18h2v2M18 17v3h2M7 7h.1M17 7h.1M7 17h.1';
const POST = 'M4 3h16v18H4zM7 7h4M7 11h10M7 14h10M7 17h6';
const BOOK = 'M12 6C10 4.5 7 4 3 4v14c4 0 7 .5 9 2 2-1.5 5-2 9-2V4c-4 0-7 .5-9 2zM12 6v14';
const PICTURES: Record<string, string> = { narration: BOOK, call: icons.call, sms: SMS, chat: CHAT, email: icons.mail, web: icons.globe, notice: icons.bell, app: APP, qr: QR, post: POST, door: icons.door };

/** Keys of `channel_info` that a channel shows, with what they are called there. */
const FIELDS: Record<string, Array<[string, Key]>> = {
  narration: [],
  call: [['from', 'info_caller'], ['number', 'info_number'], ['state', 'info_state']],
  sms: [['from', 'info_sender'], ['number', 'info_number']],
  chat: [['from', 'info_partner'], ['status', 'info_status']],
  email: [['from', 'info_sender'], ['address', 'info_email'], ['subject', 'info_subject']],
  web: [['url', 'info_url']],
  notice: [['from', 'info_sender']],
  app: [['app', 'info_app'], ['from', 'info_sender'], ['source', 'info_source']],
  qr: [['name', 'info_name'], ['place', 'info_place'], ['from', 'info_sender']],
  post: [['from', 'info_poster'], ['shares', 'info_shares']],
  door: [['from', 'info_visitor'], ['place', 'info_place']],
};
const STATES = ['', 'incoming', 'running'] as const;

/** Radio buttons with pictures: arrow keys go from one to the next. */
export function channelField(spot: Spot): HTMLElement {
  const { desk, q } = spot;
  const channel = spot.at('channel');
  const now = String(channel.value || 'narration');
  const name = desk.places.id(channel.where);
  const radios = CHANNELS.map((one) => {
    const input = h('input', { type: 'radio', name, value: one, 'data-path': channel.where + '.' + one, onchange: () => channel.choose(one, channel.where + '.' + one) });
    input.checked = one === now;
    return h('label', { class: 'hv-chan' }, input, icon(PICTURES[one]!), h('span', null, q.say(('channel_' + one) as 'channel_sms')));
  });
  return h('fieldset', { class: 'hv-chans' }, h('legend', { class: 'hv-lab' }, q.say('channel')), h('div', { class: 'hv-changrid' }, radios), desk.places.slot(channel.where, null));
}

/** The fields that fit the channel; what another channel left behind is shown too, and can be taken out. */
export function infoField(spot: Spot): Child {
  const { desk, q } = spot;
  const channel = String(spot.get('channel') || 'narration');
  const info = (spot.get('channel_info') || {}) as Record<string, string>;
  const place = spot.at('channel_info');
  const mine = FIELDS[channel] || [];
  const put = (key: string, value: string): Record<string, string> => {
    const { [key]: _old, ...rest } = (place.value || {}) as Record<string, string>;
    return value === '' ? rest : { ...rest, [key]: value };
  };
  const left = Object.keys(info).filter((key) => !mine.some(([one]) => one === key));
  return [
    mine.length > 0 &&
      h(
        'div',
        { class: 'hv-form hv-form--info' },
        mine.map(([key, label]) => {
          const path = `${place.where}.${key}`;
          if (key === 'state') {
            const choices = STATES.map((one): [string, string] => [one, q.t(('state_' + (one || 'auto')) as 'state_auto')]);
            const value = info[key] || '';
            if (!STATES.some((one) => one === value)) choices.push([value, value]);
            return selectField(desk.places, { path, label: q.say(label), value, choices, oninput: (text) => place.put(put(key, text), { key: '', label: q.t('did_choose') }) });
          }
          return lineField(desk.places, { path, label: q.say(label), value: info[key] || '', oninput: (text) => place.put(put(key, text), { key: path }) });
        }),
      ),
    left.map((key) =>
      h(
        'div',
        { class: 'hv-leftinfo' },
        lineField(desk.places, { path: `${place.where}.${key}`, label: q.say('info_other', { key }), help: q.say('info_other_how'), value: info[key] || '', oninput: (text) => place.put(put(key, text), { key: `${place.where}.${key}` }) }),
        desk.button(q.say('remove_row'), () => place.choose(put(key, ''), place.where, 'did_remove'), 'small', `${place.where}.${key}.remove`),
      ),
    ),
    desk.places.slot(place.where, null),
  ];
}
