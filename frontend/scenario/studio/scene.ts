/** The form of one scene: how it looks, what is said, what can be done; and what is done with the scene as a whole. */
import { fill, h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { selectField } from '../../studio/visual/fields';
import { messagesField } from './messages';
import { duplicateScene, insertScene, leavesOf, movedPlace, moveScene, nameOfScene, newEnding, newScene, numbered, pointingTo, removeScene, renameScene, sceneIds, waysOf, wordsOf, type Ending, type Fate, type Scene, type Story } from './model';
import { channelField, infoField } from './scene-channels';
import { Spot, type Key, type SimDesk, type SimStudioWords } from './scene-fields';
import { questionField } from './scene-question';
import { choicesField, typedField } from './ways';

export interface SceneActs {
  /** Plays from the scene, where the desk can. */
  play?: ((id: string) => void) | undefined;
}

/** A new scene behind the one at `at` (-1: at the end), opened with its title ready to be typed. */
export function addScene(desk: SimDesk, q: SimStudioWords, at: number): void {
  const { model } = desk;
  const id = numbered('canh-', sceneIds(model));
  const before = model.scenes[at];
  desk.change(insertScene(model, newScene(id, before ? before.channel : 'narration'), at < 0 ? model.scenes.length : at + 1), { label: q.t('did_add_scene'), fresh: 'scenes.' + id });
  desk.go('scene:' + id, `scenes.${id}.title`);
}

/** What a way is called in lists: its words, or what kind it is. */
export function wayName(q: SimStudioWords, scene: Scene, found: ReturnType<typeof waysOf>[number]): string {
  return wordsOf(found, scene) || q.t(('way_' + found.kind) as 'way_choice');
}

export class SceneForm {
  constructor(
    private readonly desk: SimDesk,
    private readonly q: SimStudioWords,
    private readonly id: string,
    private readonly acts: SceneActs = {},
  ) {}

  private get index(): number {
    return this.desk.model.scenes.findIndex((scene) => scene.id === this.id);
  }

  private get scene(): Scene | undefined {
    return this.desk.model.scenes[this.index];
  }

  private get spot(): Spot {
    return new Spot(this.desk, this.q, ['scenes', this.index], 'scenes.' + this.id);
  }

  draw(): Child {
    const { scene, q, spot } = this;
    if (!scene) return null;
    return [
      this.head(scene),
      spot.line('title', 'title', { help: 'title_how' }),
      channelField(spot),
      infoField(spot),
      spot.rich('text', 'narration', { help: 'narration_how' }),
      messagesField(spot.at('messages')),
      h('h4', { class: 'hv-section' }, q.say('then')),
      this.ends(scene),
      scene.ending ? this.ending(scene, spot) : [choicesField(spot), h('div', { class: 'hv-more' }, typedField(spot), questionField(spot))],
      this.comesFrom(),
      spot.fold('id', q.say('id'), false, spot.id('id_how_scene', sceneIds(this.desk.model), (id) => this.rename(id))),
    ];
  }

  private head(scene: Scene): HTMLElement {
    const { desk, q, index, acts } = this;
    const { model } = desk;
    const act = (label: Key, path: string, onclick: () => void, sign = '', off = false, title = ''): HTMLElement => {
      const button = desk.button([sign && icon(sign), q.say(label)], () => !off && onclick(), 'small', path);
      if (off) button.setAttribute('aria-disabled', 'true');
      if (title) button.setAttribute('title', title);
      return button;
    };
    const first = model.start === this.id;
    return h(
      'div',
      { class: 'hv-itemhead' },
      h('h3', null, q.say('scene_n', { n: index + 1 }), ' · ', nameOfScene(scene)),
      first && h('p', { class: 'hv-how' }, icon(icons.next), ' ', q.say('is_start')),
      h(
        'div',
        { class: 'hv-row hv-row--tight' },
        acts.play && act('play_here', 'act.play', () => acts.play!(this.id), icons.next),
        act('up', 'act.up', () => this.move(-1), icons.up, index === 0, q.t('up_how')),
        act('down', 'act.down', () => this.move(1), icons.down, index === model.scenes.length - 1, q.t('down_how')),
        act('duplicate', 'act.duplicate', () => this.duplicate()),
        !first && act('set_start', 'act.start', () => desk.change({ ...desk.model, start: this.id }, { label: q.t('did_start'), redraw: true, focus: 'act.up', say: q.t('is_start') })),
        act('delete_scene', 'act.delete', () => this.askDelete(), '', model.scenes.length < 2),
      ),
      h('div', { class: 'hv-askdelete', role: 'status' }),
      desk.places.slot('scenes.' + this.id, null),
    );
  }

  // --- going on, or ending ------------------------------------------------------------------------------------------------

  private ends(scene: Scene): HTMLElement {
    const { desk, q, spot } = this;
    const ways = waysOf(scene).length;
    return selectField(desk.places, {
      path: spot.where + '.ending', label: q.say('scene_is'), value: scene.ending ? 'ending' : 'goes_on', choices: [['goes_on', q.t('goes_on')], ['ending', q.t('ends')]],
      oninput: (value) => {
        const now = this.scene!;
        const { input: _input, question: _question, ...rest } = now;
        const next: Scene = value === 'ending' ? { ...(rest as Scene), choices: [], ending: { ...newEnding(), title: '' } } : { ...now, ending: null };
        spot.choose(next, spot.where + '.ending', 'did_ending');
        if (value === 'ending' && ways) desk.offerUndo(q.t('ways_gone', { n: ways }));
      },
    });
  }

  private ending(scene: Scene, spot: Spot): Child {
    const { desk, q } = this;
    const at = spot.at('ending');
    const kinds = (['good', 'mixed', 'bad'] as const).map((kind): [string, string] => [kind, q.t(('end_' + kind) as 'end_good')]);
    const ending = scene.ending!;
    return h(
      'section',
      { class: 'hv-part', 'aria-label': q.t('ends') },
      h(
        'div',
        { class: 'hv-form' },
        selectField(desk.places, {
          path: at.where + '.kind', label: q.say('ending_kind'), value: ending.kind, choices: kinds,
          oninput: (kind) => {
            const now = at.value as Ending;
            const usual = now.score === newEnding(now.kind).score;
            at.choose({ ...now, kind: kind as Ending['kind'], score: usual ? newEnding(kind as Ending['kind']).score : now.score }, at.where + '.kind');
          },
        }),
        at.number('score', 'ending_score', { help: 'ending_score_how', min: 0, max: 1, empty: 0 }),
      ),
      at.line('title', 'ending_title', { help: 'ending_title_how' }),
      at.rich('text', 'ending_text'),
    );
  }

  // --- the scene as a whole -------------------------------------------------------------------------------------------------

  move(by: number): void {
    const { desk, q, index } = this;
    const model = moveScene(desk.model, index, by);
    if (model !== desk.model) desk.change(model, { label: q.t('did_move'), redraw: true, say: q.t('scene_moved', { n: index + by + 1, all: model.scenes.length }) });
  }

  private duplicate(): void {
    const { desk, q, index, scene } = this;
    if (!scene) return;
    const model = duplicateScene(desk.model, index, scene.title && q.t('copy_of', { what: scene.title }));
    desk.change(model, { label: q.t('did_duplicate') });
    const copy = model.scenes[index + 1]!;
    desk.go('scene:' + copy.id, `scenes.${copy.id}.title`);
  }

  private rename(id: string): void {
    const { desk, q } = this;
    const { model, settings } = desk.doc;
    desk.changeBoth(renameScene(model, this.id, id), movedPlace(settings, this.id, id), { label: q.t('id'), redraw: true, view: 'scene:' + id, focus: `scenes.${id}.id`, say: q.t('renamed') });
  }

  /** The ways that lead here, each a link to where it is written. */
  private comesFrom(): Child {
    const { desk, q } = this;
    const found = pointingTo(desk.model, this.id);
    return h(
      'details',
      { class: 'hv-fold' },
      h('summary', null, q.say('comes_from', { n: found.length })),
      found.length
        ? h('ul', { class: 'hv-plainlist' }, found.map((one) => h('li', null, desk.button([nameOfScene(one.scene), ': ', wayName(q, one.scene, one)], () => desk.go('scene:' + one.scene.id, wayPlace(one.scene, one) + '.to'), 'text'))))
        : h('p', { class: 'hv-how' }, q.say(desk.model.start === this.id ? 'is_start' : 'comes_from_none')),
    );
  }

  /** Says who leads here, and asks what becomes of that, before the scene goes. */
  private askDelete(): void {
    const { desk, q } = this;
    const box = desk.main.querySelector<HTMLElement>('.hv-askdelete');
    const scene = this.scene;
    if (!box || !scene) return;
    const found = pointingTo(desk.model, this.id).filter((one) => one.scene.id !== this.id);
    const asked = conditionsOn(desk.model, this.id);
    const others = desk.model.scenes.filter((one) => one.id !== this.id);
    const id = desk.uid + '-fate';
    const removable = found.filter(({ kind }) => kind === 'choice' || kind === 'reply').length;
    const fate = h('select', { id }, [
      h('option', { value: 'open' }, q.t('fate_open')),
      removable > 0 && h('option', { value: 'remove' }, q.t('fate_remove', { n: removable })),
      others.map((one, i) => h('option', { value: 'to:' + one.id }, q.t('fate_to', { scene: `${i + 1}. ${nameOfScene(one)}` }))),
    ]);
    const heading = h('h4', { tabindex: -1 }, q.say('delete_ask', { scene: nameOfScene(scene) }));
    const go = (): void => {
      const { value } = fate;
      this.remove(!found.length || value === 'open' ? 'open' : value === 'remove' ? 'remove' : { to: value.slice(3) });
    };
    fill(
      box,
      desk.note(
        'care',
        heading,
        found.length
          ? [h('p', null, q.say('delete_ways', { n: found.length })), h('ul', null, found.map((one) => h('li', null, nameOfScene(one.scene), ': ', wayName(q, one.scene, one)))), h('label', { class: 'hv-lab', for: id }, q.say('fate')), fate]
          : h('p', null, q.say('delete_free')),
        asked.length > 0 && [h('p', null, q.say('delete_conditions', { n: asked.length })), h('ul', null, asked.map((words) => h('li', null, words)))],
        desk.model.start === this.id && others[0] && h('p', null, q.say('delete_start', { scene: nameOfScene(others[0]) })),
        h('div', { class: 'hv-row' }, desk.button(q.say('delete_scene'), go, 'primary'), desk.button(q.say('keep_scene'), () => {
            fill(box);
            desk.root.querySelector<HTMLElement>('[data-path="act.delete"]')?.focus();
          })),
      ),
    );
    heading.focus();
  }

  private remove(fate: Fate): void {
    const { desk, q, index, scene } = this;
    if (!scene) return;
    const { model, settings } = desk.doc;
    const next = removeScene(model, this.id, fate);
    const near = next.scenes[Math.min(index, next.scenes.length - 1)];
    desk.changeBoth(next, movedPlace(settings, this.id, null), { label: q.t('did_delete_scene') });
    desk.go(near ? 'scene:' + near.id : '');
    desk.offerUndo(q.t('removed', { what: nameOfScene(scene) }));
  }
}

/** The path of a way, as findings name it. */
export function wayPlace(scene: Scene, { kind, way }: { kind: string; way: { id: string } }): string {
  const at = 'scenes.' + scene.id;
  return kind === 'choice' ? `${at}.choices.${way.id}` : kind === 'reply' ? `${at}.input.replies.${way.id}` : kind === 'fallback' ? `${at}.input.fallback` : `${at}.question.${kind}`;
}

/** The scenes in which a condition counts visits to a scene. */
function conditionsOn(model: Story, id: string): string[] {
  const said: string[] = [];
  for (const scene of model.scenes) {
    if (scene.id === id) continue;
    for (const { way } of waysOf(scene)) if (leavesOf(way.when).some((leaf) => leaf[0] === 'visits' && leaf[1] === id)) said.push(nameOfScene(scene));
    for (const message of scene.messages) if (leavesOf(message.when).some((leaf) => leaf[0] === 'visits' && leaf[1] === id)) said.push(nameOfScene(scene));
  }
  return said;
}
