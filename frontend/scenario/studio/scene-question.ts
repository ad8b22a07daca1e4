/** A question inside a scene, written in the quiz's own form: a desk of one question that keeps it where the scene has it. */
import { h, type Child } from '../../shared/dom';
import { words } from '../../shared/i18n';
import { selectField, Places } from '../../studio/visual/fields';
import type { Change } from '../../studio/visual/desk';
import { ItemForm, type ItemDesk } from '../../quiz/studio/item';
import { freshId, SLUG, type QuizItem, type QuizModel } from '../../quiz/studio/model';
import { strings as quizStrings } from '../../quiz/studio/strings';
import { newItem, TYPE_FORMS } from '../../quiz/studio/types';
import { newOutcome, wayIds, type Asked, type Scene } from './model';
import type { Spot } from './scene-fields';
import { outcomeField, part } from './ways';

/** Places of the question's form, under the scene's path instead of `items.<id>`. */
class Under extends Places {
  /** What the server has said of files is known to the whole desk. */
  override readonly pictures = this.real.pictures;

  constructor(
    private readonly real: Places,
    private readonly to: string,
  ) {
    super(real.uid, real.w);
  }

  path(path: string): string {
    return path.replace(/^items\.[^.]+/, this.to);
  }

  override id(path: string): string {
    return this.real.id(this.path(path));
  }

  override slot(path: string, control: HTMLElement | null): HTMLElement {
    return this.real.slot(this.path(path), control);
  }
}

class OneItem implements ItemDesk {
  readonly places: Under;

  constructor(private readonly spot: Spot) {
    this.places = new Under(spot.desk.places, spot.where);
  }

  get model(): QuizModel {
    return { schema: 1, items: [this.spot.value as QuizItem], pools: [] };
  }

  get w(): ItemDesk['w'] {
    return this.spot.desk.w;
  }

  get titles(): ItemDesk['titles'] {
    return this.spot.desk.titles;
  }

  get uid(): string {
    return this.spot.desk.uid;
  }

  get main(): HTMLDivElement {
    return this.spot.desk.main;
  }

  change(model: QuizModel, { view: _view, focus, key, ...rest }: Change): void {
    const item = model.items[0];
    if (item && item !== this.spot.value) this.spot.put(item, { ...rest, key: key ? this.places.path(key) : '', focus: focus ? this.places.path(focus) : '' });
  }

  button(label: Child, onclick: () => void, kind = '', path = ''): HTMLButtonElement {
    return this.spot.desk.button(label, onclick, kind, this.places.path(path));
  }

  note(kind: 'good' | 'care' | '', ...children: Child[]): HTMLElement {
    return this.spot.desk.note(kind, ...children);
  }

  go(): void {
    // A single question has nowhere to go.
  }

  offerUndo(sentence: string): void {
    this.spot.desk.offerUndo(sentence);
  }
}

/** The question of a scene with both outcomes, or a button that makes one. */
export function questionField(scene: Spot): Child {
  const { desk, q } = scene;
  const quiz = words(quizStrings, q.lang);
  const spot = scene.at('question');
  const value = (scene.value as Scene).question;
  if (!value) {
    return desk.button(q.say('add_question'), () => {
      const taken = wayIds(scene.value as Scene);
      const own = (id: string): string => (taken.indexOf(id) < 0 ? id : id + '-2');
      const asked: Asked = { item: newItem('single_choice', freshId('cau', [])), right: newOutcome(own('right'), ''), wrong: newOutcome(own('wrong'), '') };
      spot.choose(asked, spot.where + '.item.text', 'did_add', spot.where);
    }, 'small', spot.where);
  }
  const item = spot.at('item');
  const { id, type } = value.item;
  const kinds = Object.keys(TYPE_FORMS).map((one): [string, string] => [one, quiz.t(TYPE_FORMS[one]!.label)]);
  return h(
    'section',
    { class: 'hv-part', 'aria-label': q.t('question') },
    h('div', { class: 'hv-rowhead' }, h('h4', null, q.say('question')), part(scene, 'question', 'remove_question')),
    selectField(desk.places, {
      path: item.where + '.type', label: quiz.say('kind'), value: type, choices: kinds.some(([one]) => one === type) ? kinds : kinds.concat([[type, type]]),
      oninput: (next) => {
        const made = newItem(SLUG.test(next.replace(/_/g, '-')) ? next : type, id);
        const old = spot.at('item').value as QuizItem;
        // What both kinds have stays; the answers are begun anew (and Undo brings the old ones back).
        for (const name of ['text', 'competencies', 'tags', 'points', 'hint', 'explanation']) if (name in old) made[name] = old[name];
        item.choose(made, item.where + '.type');
      },
    }),
    new ItemForm(new OneItem(item), quiz, id, true).draw(),
    outcomeField(scene, 'right'),
    outcomeField(scene, 'wrong'),
    desk.places.slot(spot.where, null),
  );
}
