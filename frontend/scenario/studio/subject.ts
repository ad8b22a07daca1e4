/** The simulation on the desk: its scenes or its inbox, its views, and the server's findings in the words of its forms. */
import { h, type Child } from '../../shared/dom';
import { toLang, words } from '../../shared/i18n';
import { columns } from '../../studio/visual/columns';
import type { Checked, Model, Subject } from '../../studio/visual/desk';
import { filesView } from '../../studio/visual/files';
import type { Side } from '../../studio/visual/side';
import type { Finding } from '../../studio/source';
import { readLayout, writeLayout, type StoryLike } from '../graph/data';
import type { Scene as PublicScene } from '../model';
import { debriefView } from './debrief';
import { StoryMap } from './map';
import { metersView } from './meters';
import { append, isTriage, nameOfScene, sceneIds, whole, type Letter, type Scene, type Story } from './model';
import { SceneForm } from './scene';
import { Look } from './scene-look';
import type { SimDesk, SimStudioWords } from './scene-fields';
import { fieldOf, placeName, sentence } from './subject-findings';
import { nav } from './subject-nav';
import { storyView } from './subject-story';
import { strings } from './strings';
import { LetterForm, lettersOf, nameOfLetter } from './triage';

export const SECTIONS = ['story', 'graph', 'play', 'meters', 'debrief', 'settings', 'files'] as const;
export type Section = (typeof SECTIONS)[number];

/** The views that a kind of story has beside its scenes or letters. */
export const sectionsOf = (model: Story): Section[] => SECTIONS.filter((view) => (isTriage(model) ? view !== 'graph' && view !== 'meters' : view !== 'play'));

export class SimSubject implements Subject<Story> {
  readonly q: SimStudioWords;
  private look: Look | null = null;
  private map: StoryMap | null = null;
  private asked: { id: string; part: Scene | Letter } | null = null;

  constructor(private readonly lang: string) {
    this.q = words(strings, toLang(lang));
  }

  whole(model: Model | null): Story {
    return whole(model);
  }

  // --- views and places -----------------------------------------------------------------------------------------------

  fix(model: Story, view: string): string {
    if ((sectionsOf(model) as string[]).indexOf(view) >= 0) return view;
    const [kind, id] = view.split(':');
    if (isTriage(model)) {
      const items = lettersOf(model);
      return kind === 'item' && items.some((one) => one.id === id) ? view : items[0] ? 'item:' + items[0].id : 'story';
    }
    if (kind === 'scene' && model.scenes.some((scene) => scene.id === id)) return view;
    const first = model.scenes.filter((scene) => scene.id === model.start)[0] || model.scenes[0];
    return first ? 'scene:' + first.id : 'story';
  }

  viewOf(model: Story, where: string): string {
    const [part, id, item] = where.split('.');
    // Findings of a moment ago may be about another kind of story.
    if (part === 'scenes' && id && !isTriage(model)) {
      const numbered = model.scenes.some((scene) => scene.id === id) ? id : (model.scenes[Number(id) - 1] || { id: '' }).id;
      return this.fix(model, 'scene:' + numbered);
    }
    if (part === 'triage' && id === 'items' && item) return this.fix(model, 'item:' + (lettersOf(model).some((one) => one.id === item) ? item : (lettersOf(model)[Number(item) - 1] || { id: '' }).id));
    if (part === 'meters' || part === 'flags') return this.fix(model, 'meters');
    if (part === 'facts' || part === 'debrief') return 'debrief';
    return where ? 'story' : this.fix(model, '');
  }

  nameOf(model: Story, where: string): string {
    return placeName(this.q, model, where);
  }

  place(finding: Finding): string {
    return fieldOf(finding);
  }

  message(finding: Finding): string {
    return sentence(this.q, finding);
  }

  count(model: Story, present: Story): string {
    const n = (one: Story): number => (isTriage(one) ? lettersOf(one).length : one.scenes.length);
    return this.q.t(isTriage(model) ? 'import_letters' : 'import_scenes', { n: n(model), m: n(present) });
  }

  append(model: Story, other: Story): Story {
    return append(model, other);
  }

  difference(mine: Story, theirs: Story): string {
    const parts = (model: Story): Array<[string, string, string]> => (isTriage(model) ? lettersOf(model).map((one): [string, string, string] => [one.id, nameOfLetter(one), JSON.stringify(one)]) : model.scenes.map((one): [string, string, string] => [one.id, nameOfScene(one), JSON.stringify(one)]));
    const here = new Map(parts(mine).map(([id, name, text]) => [id, { name, text }]));
    const there = new Map(parts(theirs).map(([id, name, text]) => [id, { name, text }]));
    const ids = Array.from(new Set([...Array.from(here.keys()), ...Array.from(there.keys())])).filter((id) => here.get(id)?.text !== there.get(id)?.text);
    const names = ids.map((id) => (here.get(id) || there.get(id))!.name);
    return this.q.t('differs', { what: names.join('; ') || this.q.t('differs_other') });
  }

  // --- what the server says ---------------------------------------------------------------------------------------------

  private partOf(desk: SimDesk, view = desk.view): Scene | Letter | null {
    const id = view.replace(/^\w+:/, '');
    if (/^scene:/.test(view)) return desk.model.scenes.filter((scene) => scene.id === id)[0] || null;
    return /^item:/.test(view) ? lettersOf(desk.model).filter((one) => one.id === id)[0] || null : null;
  }

  asks(desk: SimDesk): Record<string, unknown> {
    const part = this.partOf(desk);
    this.asked = part && { id: part.id, part };
    return part ? { scene: part.id } : {};
  }

  checked(desk: SimDesk, _model: Story, { preview }: Checked): void {
    const told = preview as { scene?: PublicScene; of?: string } | null;
    if (told && told.scene && this.asked && told.of === this.asked.id && this.look) this.look.learn(this.asked.part, told.scene);
    this.showLook(desk);
    if (desk.view === 'graph' || desk.view === 'play') this.drawMap(desk);
  }

  private showLook(desk: SimDesk): void {
    const part = this.partOf(desk);
    if (part && this.look) this.look.show(desk.model, part);
  }

  // --- the views ----------------------------------------------------------------------------------------------------------

  nav(desk: SimDesk): Side {
    // The list follows what is typed in pauses: so does the look of the scene.
    this.showLook(desk);
    return nav(desk, this.q);
  }

  form(desk: SimDesk, view: string): Child {
    const { q } = this;
    if (view === 'story') return storyView(desk, q, this.lang);
    if (view === 'settings') return storyView(desk, q, this.lang, true);
    if (view === 'meters') return metersView(desk, q);
    if (view === 'debrief') return debriefView(desk, q);
    if (view === 'files') return filesView(desk);
    if (view === 'graph' || view === 'play') return this.picture(desk);
    this.look = this.look || new Look(this.lang, q, (where) => desk.go(this.viewOf(desk.model, where), where));
    const part = this.partOf(desk, view);
    if (part && !this.look.knows(part)) desk.checkSoon();
    this.showLook(desk);
    const id = view.replace(/^\w+:/, '');
    const letter = /^item:/.test(view);
    const form = letter ? new LetterForm(desk, q, id, (item) => this.playFrom(desk, item)).draw() : new SceneForm(desk, q, id, { play: (scene) => this.playFrom(desk, scene) }).draw();
    const steps = (letter ? (['begin_letter_1', 'begin_letter_2', 'begin_letter_3'] as const) : (['begin_scene_1', 'begin_scene_2', 'begin_scene_3'] as const)).map((one) => q.say(one));
    return columns(desk, { path: (letter ? 'triage.items.' : 'scenes.') + id, form, steps, heading: q.say('preview'), label: q.t('preview'), preview: this.look.node });
  }

  // --- the picture, and playing -----------------------------------------------------------------------------------------------

  private mapOf(desk: SimDesk): StoryMap {
    this.map = this.map || new StoryMap(this.lang, desk.post, {
        model: () => desk.model as unknown as StoryLike,
        title: () => String(desk.doc.settings['display_name'] || desk.init.title),
        onopen: (id) => desk.go((isTriage(desk.model) ? 'item:' : 'scene:') + id),
        onmove: (positions) => desk.set({ ...desk.doc.settings, layout: writeLayout(positions) }, { label: this.q.t('did_arrange'), key: '' }),
      });
    return this.map;
  }

  private picture(desk: SimDesk): Child {
    const { q } = this;
    this.drawMap(desk);
    const inbox = isTriage(desk.model);
    return [h('h3', null, q.say(inbox ? 'inbox_view' : 'graph_view')), h('p', { class: 'hv-how' }, q.say(inbox ? 'inbox_how' : 'graph_how')), this.mapOf(desk).root];
  }

  private drawMap(desk: SimDesk): void {
    // What is not begun is no trouble in the picture either.
    this.mapOf(desk).update(desk.findings.filter((f) => !f.todo), readLayout(desk.doc.settings['layout']));
  }

  private playFrom(desk: SimDesk, id: string): void {
    desk.go(isTriage(desk.model) ? 'play' : 'graph');
    void this.mapOf(desk).play(id);
  }

  /** Alt with an arrow moves the scene or letter that is shown. */
  onkey(desk: SimDesk, event: KeyboardEvent): boolean {
    const by = event.altKey && !event.ctrlKey && !event.metaKey ? (event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0) : 0;
    const id = desk.view.replace(/^\w+:/, '');
    if (!by || (event.target as HTMLElement).tagName === 'SELECT') return false;
    if (/^scene:/.test(desk.view) && sceneIds(desk.model).indexOf(id) >= 0) new SceneForm(desk, this.q, id).move(by);
    else if (/^item:/.test(desk.view)) new LetterForm(desk, this.q, id).move(by);
    else return false;
    return true;
  }
}
