/** An inbox: messages that are genuine or a fraud, each with its looks, its signs and why. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { moved, plain, slug } from '../../quiz/studio/model';
import { lineField } from '../../studio/visual/fields';
import { messagesField } from './messages';
import { idFor, newLetter, numbered, type Letter, type Story } from './model';
import { channelField, infoField } from './scene-channels';
import { Spot, type Key, type SimDesk, type SimStudioWords } from './scene-fields';

export const lettersOf = (model: Story): Letter[] => (model.triage ? model.triage.items : []);
export const nameOfLetter = (letter: Letter): string => letter.title || letter.channel_info['from'] || plain((letter.messages[0] || { text: '' }).text).slice(0, 60) || letter.id;

const withLetters = (model: Story, items: Letter[]): Story => ({ ...model, triage: { ...model.triage!, items } });

/** How the inbox as a whole is judged. */
export function inboxFields(desk: SimDesk, q: SimStudioWords): Child {
  const spot = new Spot(desk, q, ['triage'], 'triage');
  const labels = spot.at('labels');
  return [
    h('h4', { class: 'hv-section' }, q.say('verdicts')),
    h('p', { class: 'hv-how' }, q.say('verdicts_how')),
    h('div', { class: 'hv-form' }, labels.line('genuine', 'label_genuine'), labels.line('fraud', 'label_fraud')),
    spot.flag('shuffle', 'shuffle_letters'),
    group(spot),
    desk.places.slot('triage.items', null),
    desk.places.slot('triage', null),
  ];
}

/** Inboxes of a course with the same word are compared, before and after; without one the key is not there. */
function group(spot: Spot): HTMLElement {
  const { desk, q } = spot;
  const at = spot.at('group');
  const put = (text: string): void => {
    const { group: _group, ...rest } = spot.value as Record<string, unknown>;
    const word = slug(text);
    spot.put(word ? { ...rest, group: word } : rest, { key: at.where });
  };
  return lineField(desk.places, { path: at.where, label: q.say('compare_group'), help: q.say('compare_group_how'), value: String(at.value || ''), oninput: put });
}

export function addLetter(desk: SimDesk, q: SimStudioWords, at: number, genuine: boolean): void {
  const items = lettersOf(desk.model).slice();
  const id = numbered('tin-', items.map((one) => one.id));
  items.splice(at < 0 ? items.length : at + 1, 0, newLetter(id, genuine));
  desk.change(withLetters(desk.model, items), { label: q.t('did_add'), fresh: 'triage.items.' + id });
  desk.go('item:' + id, `triage.items.${id}.title`);
}

export class LetterForm {
  constructor(
    private readonly desk: SimDesk,
    private readonly q: SimStudioWords,
    private readonly id: string,
    private readonly play?: (id: string) => void,
  ) {}

  private get index(): number {
    return lettersOf(this.desk.model).findIndex((one) => one.id === this.id);
  }

  draw(): Child {
    const { desk, q, index } = this;
    const items = lettersOf(desk.model);
    const letter = items[index];
    if (!letter) return null;
    const spot = new Spot(desk, q, ['triage', 'items', index], 'triage.items.' + this.id);
    const act = (label: Key, path: string, onclick: () => void, sign = '', off = false): HTMLElement => {
      const button = desk.button([sign && icon(sign), q.say(label)], () => !off && onclick(), 'small', path);
      if (off) button.setAttribute('aria-disabled', 'true');
      return button;
    };
    const genuine = spot.at('genuine');
    const name = desk.places.id(genuine.where);
    const radio = (value: boolean, label: Key, sign: string): HTMLElement => {
      const input = h('input', { type: 'radio', name, 'data-path': `${genuine.where}.${value}`, onchange: () => genuine.choose(value, `${genuine.where}.${value}`) });
      input.checked = letter.genuine === value;
      return h('label', { class: 'hv-chan' }, input, icon(sign), h('span', null, q.say(label)));
    };
    return [
      h(
        'div',
        { class: 'hv-itemhead' },
        h('h3', null, q.say('letter_n', { n: index + 1 }), ' · ', nameOfLetter(letter)),
        h(
          'div',
          { class: 'hv-row hv-row--tight' },
          this.play && act('play_here', 'act.play', () => this.play!(this.id), icons.next),
          act('up', 'act.up', () => this.move(-1), icons.up, index === 0),
          act('down', 'act.down', () => this.move(1), icons.down, index === items.length - 1),
          act('duplicate', 'act.duplicate', () => this.duplicate()),
          act('delete_letter', 'act.delete', () => this.remove(), '', items.length < 2),
        ),
        desk.places.slot(spot.where, null),
      ),
      spot.line('title', 'letter_title', { help: 'letter_title_how' }),
      h('fieldset', { class: 'hv-chans' }, h('legend', { class: 'hv-lab' }, q.say('letter_is')), h('div', { class: 'hv-changrid' }, radio(false, 'is_fraud', icons.info), radio(true, 'is_genuine', icons.check)), desk.places.slot(genuine.where, null)),
      channelField(spot),
      infoField(spot),
      messagesField(spot.at('messages'), true),
      spot.rich('why', 'letter_why', { help: 'letter_why_how' }),
      spot.competencies(),
      spot.fold('id', q.say('id'), false, spot.id('id_how_letter', items.map((one) => one.id), (id) => {
        desk.change(withLetters(desk.model, lettersOf(desk.model).map((one) => (one.id === this.id ? { ...one, id } : one))), { label: q.t('id'), redraw: true, view: 'item:' + id, focus: `triage.items.${id}.id` });
      })),
    ];
  }

  move(by: number): void {
    const { desk, q, index } = this;
    const items = lettersOf(desk.model);
    const next = moved(items, index, by);
    if (next !== items) desk.change(withLetters(desk.model, next), { label: q.t('did_move'), redraw: true, say: q.t('letter_moved', { n: index + by + 1, all: items.length }) });
  }

  private duplicate(): void {
    const { desk, q, index } = this;
    const items = lettersOf(desk.model).slice();
    const copy = { ...items[index]!, id: idFor(this.id.replace(/-\d+$/, '') || this.id, items.map((one) => one.id), 'tin') };
    items.splice(index + 1, 0, copy);
    desk.change(withLetters(desk.model, items), { label: q.t('did_duplicate') });
    desk.go('item:' + copy.id);
  }

  private remove(): void {
    const { desk, q, index } = this;
    const items = lettersOf(desk.model);
    const name = nameOfLetter(items[index]!);
    const left = items.filter((one) => one.id !== this.id);
    desk.change(withLetters(desk.model, left), { label: q.t('did_remove') });
    const near = left[Math.min(index, left.length - 1)];
    desk.go(near ? 'item:' + near.id : '');
    desk.offerUndo(q.t('removed', { what: name }));
  }
}
