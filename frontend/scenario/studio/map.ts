/** The whole story at a glance, as a picture or as an outline, and the panel that plays it: one view of the desk. */
import { fill, h } from '../../shared/dom';
import { toLang, words } from '../../shared/i18n';
import { icon } from '../../shared/icons';
import type { StudioPost } from '../../studio/editor';
import { graphOf, type StoryLike } from '../graph/data';
import { ACTS } from '../graph/draw';
import { Graph } from '../graph/graph';
import { strings } from '../graph/strings';
import type { GraphWords, Positions } from '../graph/types';
import { Outline, type OutlineFinding } from './outline';
import { Tryout } from './play';
import { playStrings } from './play-strings';

/** An inbox has no picture: its messages are a list to play from. */
interface Inbox {
  triage?: { items?: Array<{ id: string; title?: string; channel_info?: Record<string, string> }> };
}

export interface MapHooks {
  model(): StoryLike & Inbox;
  title(): string;
  onopen(id: string): void;
  /** `{}`: the arranged places are forgotten. */
  onmove(positions: Positions): void;
}
type Way = 'picture' | 'outline';

/** Narrower than this (px), the outline comes first. */
const NARROW = 700;

export class StoryMap {
  readonly root: HTMLElement;
  readonly player: Tryout;
  private readonly w: GraphWords;
  private readonly seg: HTMLElement;
  private readonly graph: Graph;
  private readonly outline: Outline;
  private readonly panel = h('div');
  private readonly cols: HTMLElement;
  private readonly buttons: Record<Way, HTMLButtonElement>;
  private way: Way;
  private selected: string | null = null;
  private data: { findings: readonly OutlineFinding[]; positions: Positions } = { findings: [], positions: {} };

  constructor(
    lang: string,
    post: StudioPost,
    private readonly hooks: MapHooks,
  ) {
    const w = (this.w = words(strings, toLang(lang)));
    const shared = { onopen: hooks.onopen, onplay: (id: string) => void this.play(id) };
    this.graph = new Graph(w, { ...shared, onselect: (id) => this.chosen(id, 'picture'), onmove: hooks.onmove });
    this.outline = new Outline(w, { ...shared, onselect: (id) => this.chosen(id, 'outline') });
    this.player = new Tryout(lang, post, {
      model: hooks.model,
      title: hooks.title,
      nameOf: (id) => this.nameOf(id),
      onopen: hooks.onopen,
      onwhere: (id) => this.where(id, lang),
      onclose: () => {
        this.arrange();
        this.focusBack();
      },
    });
    this.way = window.innerWidth && window.innerWidth < NARROW ? 'outline' : 'picture';
    const button = (way: Way): HTMLButtonElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'data-path': 'map.' + way, onclick: () => this.show(way) }, w.say(way === 'picture' ? 'as_picture' : 'outline'));
    this.buttons = { picture: button('picture'), outline: button('outline') };
    this.seg = h('div', { class: 'hv-seg', role: 'group', 'aria-label': w.t('how_to_see') }, this.buttons.picture, this.buttons.outline);
    this.cols = h('div', { class: 'hv-story-cols' }, this.player.root, this.panel);
    this.root = h('div', { class: 'hv-story-map' }, this.seg, this.cols);
    this.show(this.way);
  }

  private nameOf(id: string): string {
    const { scenes = [], triage } = this.hooks.model();
    const letter = ((triage && triage.items) || []).filter((one) => one.id === id)[0];
    if (letter) return letter.title || (letter.channel_info || {})['from'] || id;
    const scene = scenes.filter((one) => one.id === id)[0];
    return (scene && (scene.title || (scene.ending && scene.ending.title))) || id;
  }

  show(way: Way): void {
    this.way = way;
    for (const one of ['picture', 'outline'] as const) this.buttons[one].setAttribute('aria-pressed', String(one === way));
    this.draw();
  }

  update(findings: readonly OutlineFinding[], positions: Positions): void {
    this.data = { findings, positions };
    this.draw();
    void this.player.follow();
  }

  /** Only what is seen is drawn. */
  private draw(): void {
    const { data, selected } = this;
    const model = this.hooks.model();
    this.seg.hidden = !!model.triage;
    if (model.triage) return this.drawInbox(model.triage.items || []);
    const shown = this.way === 'picture' ? this.graph.root : this.outline.root;
    if (this.panel.firstChild !== shown) fill(this.panel, shown);
    if (this.way === 'picture') this.graph.update({ ...graphOf(model, data.findings), positions: data.positions, selected });
    else this.outline.update({ model, findings: data.findings, selected });
  }

  private drawInbox(letters: Array<{ id: string }>): void {
    const button = (id: string): HTMLElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'data-path': `map.${id}.play`, 'aria-label': this.w.t('play_scene', { what: this.nameOf(id) }), onclick: () => void this.play(id) }, icon(ACTS.play), this.w.say('play_short'));
    fill(this.panel, h('ol', { class: 'hv-outline-list' }, letters.map(({ id }) => h('li', { class: 'hv-outline-item' }, h('div', { class: 'hv-outline-head' }, h('b', null, this.nameOf(id)), button(id))))));
  }

  private chosen(id: string, by: Way): void {
    this.selected = id;
    if (by === 'outline') this.graph.select(id);
    else this.outline.select(id);
  }

  /** Marks the scene where the play stands, and brings it into view. */
  private where(id: string | null, lang: string): void {
    this.outline.here(id, words(playStrings, toLang(lang)).t('at_short'));
    if (!id) return;
    this.selected = id;
    this.graph.select(id);
    this.outline.select(id);
    if (this.way === 'picture') this.graph.show(id);
  }

  async play(id: string): Promise<void> {
    this.arrange(true);
    await this.player.play(id);
  }

  private arrange(two = false): void {
    this.cols.classList.toggle('hv-story-cols--two', two);
  }

  private focusBack(): void {
    const inbox = this.panel.querySelector<HTMLElement>('button');
    (this.hooks.model().triage && inbox ? inbox : this.buttons[this.way]).focus({ preventScroll: true });
  }
}
