/** All questions in a table: edit in place, or mark several and change them together. */
import { fill, h, type Child } from '../../shared/dom';
import { picker } from '../../studio/visual/competencies';
import { readNumber } from '../../studio/visual/fields';
import { tagsOf } from './item';
import { listOf, plain, putItem, removeItem, type QuizItem } from './model';
import type { QuizDesk, QuizStudioWords } from './subject';

/** So many rows at a time: a table of 2,000 questions stays fluid. */
const PAGE = 100;
const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

export class TableView {
  private readonly chosen = new Set<string>();
  private rows = PAGE;
  private picked: string[] = [];

  constructor(
    private readonly desk: QuizDesk,
    private readonly q: QuizStudioWords,
  ) {}

  private put(id: string, patch: Partial<QuizItem>, key: string): void {
    const { desk, q } = this;
    const index = desk.model.items.findIndex((item) => item.id === id);
    if (index >= 0) desk.change(putItem(desk.model, index, { ...desk.model.items[index]!, ...patch } as QuizItem), { label: q.t('did_bulk'), key });
  }

  draw(): Child {
    const { desk, q } = this;
    const { items } = desk.model;
    const cell = (label: string, path: string, value: string, type: string, oninput: (value: string) => void): HTMLElement => {
      const input = h('input', { type, 'aria-label': label, 'data-path': path, step: type === 'number' ? 'any' : null, min: type === 'number' ? 0 : null, oninput: () => oninput(input.value) });
      input.value = value;
      return input;
    };
    const heading = h('p', { class: 'hv-lab', role: 'status' });
    const count = (): void => fill(heading, q.say('with_chosen', { n: this.chosen.size }));
    const marks: HTMLInputElement[] = [];
    count();
    return [
      h('h3', null, q.say('table_view')),
      h('p', { class: 'hv-how' }, q.say('table_how')),
      h(
        'div',
        { class: 'hv-tablewrap', tabindex: 0, role: 'region', 'aria-label': q.t('table_view') },
        h(
          'table',
          { class: 'hv-bulk' },
          h('thead', null, h('tr', null, (['chosen', 'questions', 'points', 'competencies', 'tags'] as const).map((name) => h('th', { scope: 'col' }, q.say(name))))),
          h(
            'tbody',
            null,
            items.slice(0, this.rows).map((item, i) => {
              const n = q.t('question_n', { n: i + 1 });
              const at = 'table.' + item.id;
              const html = String(item['text'] || '');
              const mark = h('input', {
                type: 'checkbox', 'aria-label': `${q.t('chosen')}: ${n}`, 'data-path': at + '.mark',
                onchange: () => {
                  if (mark.checked) this.chosen.add(item.id);
                  else this.chosen.delete(item.id);
                  count();
                },
              });
              mark.checked = this.chosen.has(item.id);
              marks.push(mark);
              return h(
                'tr',
                null,
                h('td', null, h('label', { class: 'hv-check' }, mark, h('span', null, i + 1))),
                h('th', { scope: 'row' }, /<|\n/.test(html) ? h('span', { title: q.t('has_format') }, plain(html)) : this.words(`${q.t('text')}, ${n}`, at + '.text', plain(html), (value) => this.put(item.id, { text: escape(value) }, at + '.text')), desk.button(q.say('open'), () => desk.go('item:' + item.id), 'text')),
                h('td', null, cell(`${q.t('points')}, ${n}`, at + '.points', String(item['points'] === undefined ? 1 : item['points']), 'number', (value) => this.put(item.id, { points: readNumber(value) === null ? 1 : readNumber(value) }, at + '.points'))),
                h('td', null, listOf(item['competencies']).map((id) => h('span', { class: 'hv-chip hv-chip--flat', title: desk.titles.of(id) }, id.split(':').pop()))),
                h('td', null, cell(`${q.t('tags')}, ${n}`, at + '.tags', listOf(item['tags']).join(', '), 'text', (value) => this.put(item.id, { tags: tagsOf(value) }, at + '.tags'))),
              );
            }),
          ),
        ),
      ),
      h(
        'div',
        { class: 'hv-row hv-row--tight' },
        desk.button(q.say('select_all'), () => {
          items.forEach((item) => this.chosen.add(item.id));
          marks.forEach((mark) => (mark.checked = true));
          count();
        }, 'small'),
        items.length > this.rows &&
          desk.button(
            `${Math.min(items.length, this.rows + PAGE)} / ${items.length}`,
            () => {
              this.rows += PAGE;
              desk.draw();
            },
            'small',
          ),
      ),
      h('section', { class: 'hv-rowbox', 'aria-label': q.t('with_chosen', { n: this.chosen.size }) }, heading, this.bulk()),
    ];
  }

  /** A text without formatting, on as many lines as it needs. */
  private words(label: string, path: string, value: string, oninput: (value: string) => void): HTMLElement {
    const area = h('textarea', { rows: 2, 'aria-label': label, 'data-path': path, oninput: () => oninput(area.value.replace(/\s+/g, ' ').trim()) });
    area.value = value;
    return area;
  }

  private bulk(): Child {
    const { desk, q } = this;
    const says = h('p', { class: 'hv-bad', role: 'alert' });
    const each = (change: (item: QuizItem) => QuizItem): void => {
      if (!this.chosen.size) return fill(says, q.say('none_chosen'));
      let { model } = desk;
      model.items.forEach((item, i) => {
        if (this.chosen.has(item.id)) model = putItem(model, i, change(item));
      });
      desk.change(model, { label: q.t('did_bulk'), redraw: true });
    };
    const merged = (item: QuizItem, name: 'tags' | 'competencies', more: string[]): QuizItem => {
      const now = listOf(item[name]);
      const add = more.filter((one) => now.indexOf(one) < 0);
      return add.length ? { ...item, [name]: now.concat(add) } : item;
    };
    const { uid, places } = desk;
    const points = h('input', { id: uid + '-bulk-points', type: 'number', min: 0, step: 'any', 'data-own': '' });
    const tags = h('input', { id: uid + '-bulk-tags', type: 'text', 'data-own': '' });
    return [
      h(
        'div',
        { class: 'hv-form' },
        h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: points.id }, q.say('points')), points, desk.button(q.say('set_points'), () => {
          const value = readNumber(points.value);
          if (value !== null) each((item) => (item['points'] === value ? item : { ...item, points: value }));
        }, 'small')),
        h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: tags.id }, q.say('tags')), tags, desk.button(q.say('add_tag'), () => each((item) => merged(item, 'tags', tagsOf(tags.value))), 'small')),
      ),
      picker(places, {
        path: 'bulk.competencies', label: q.t('competencies'), values: this.picked, titles: desk.titles,
        onchange: (values) => {
          this.picked = values;
          desk.draw('bulk.competencies');
        },
      }),
      says,
      h(
        'div',
        { class: 'hv-row hv-row--tight' },
        desk.button(q.say('add_competency'), () => each((item) => merged(item, 'competencies', this.picked)), 'small', 'bulk.add'),
        desk.button(q.say('delete_chosen'), () => {
          if (!this.chosen.size) return fill(says, q.say('none_chosen'));
          let { model } = desk;
          for (let i = model.items.length - 1; i >= 0; i--) if (this.chosen.has(model.items[i]!.id)) model = removeItem(model, i);
          this.chosen.clear();
          desk.change(model, { label: q.t('delete_chosen'), redraw: true });
        }, 'small', 'bulk.delete'),
      ),
    ];
  }
}
