/**
 * The story as a list: the twin of its picture, with the same hooks. Scenes in the order of their distance from the start, then the
 * endings, then what no way leads to. One tab stop: up and down go from scene to scene, Tab through the buttons of that scene.
 */
import { fill, h, reveal, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { graphOf, sceneAt, waysOf, type FindingLike, type SceneLike, type StoryLike } from '../graph/data';
import { ACTS, labelOf } from '../graph/draw';
import { Finder } from '../graph/finder';
import type { GraphHooks, GraphNode, GraphWords } from '../graph/types';

export interface OutlineFinding extends FindingLike {
  message: string;
}
export interface OutlineData {
  model: StoryLike;
  findings: readonly OutlineFinding[];
  selected: string | null;
}

export interface Parts {
  way: SceneLike[];
  endings: SceneLike[];
  lost: SceneLike[];
}

/** Scenes by their distance from the start, endings apart, and those that cannot be reached, each in the order of the story. */
export function partsOf(model: StoryLike): Parts {
  const scenes = model.scenes || [];
  const known = new Map(scenes.map((scene) => [scene.id, scene]));
  const start = known.get(model.start || '');
  const seen = new Set<string>(start ? [start.id] : []);
  const queue: SceneLike[] = start ? [start] : [];
  for (let at = 0; at < queue.length; at++) {
    for (const { way } of waysOf(queue[at]!)) {
      const next = way.to ? known.get(way.to) : undefined;
      if (!next || seen.has(next.id)) continue;
      seen.add(next.id);
      queue.push(next);
    }
  }
  return { way: queue.filter((scene) => !scene.ending), endings: queue.filter((scene) => scene.ending), lost: scenes.filter((scene) => !seen.has(scene.id)) };
}

interface Item {
  node: HTMLElement;
  shown: string;
}

export class Outline {
  readonly root: HTMLElement;
  private readonly body = h('div', { class: 'hv-outline-body' });
  private readonly finder: Finder;
  private readonly items = new Map<string, Item>();
  private nodes: GraphNode[] = [];
  private order: string[] = [];
  private selected: string | null = null;
  private playing: { id: string; what: string } | null = null;

  constructor(
    private readonly words: GraphWords,
    private readonly hooks: GraphHooks,
  ) {
    this.finder = new Finder(words, () => this.nodes, (id) => this.pick(id, false));
    this.root = h('div', { class: 'hv-outline' }, this.finder.root, this.body, h('p', { class: 'hv-how' }, words.say('outline_keys')));
    this.body.addEventListener('keydown', this.onKey);
    this.body.addEventListener('focusin', (event) => {
      const id = this.idAt(event.target);
      if (id && id !== this.selected) this.choose(id);
    });
  }

  update({ model, findings, selected }: OutlineData): void {
    const { words, body } = this;
    const { nodes, edges } = graphOf(model, findings);
    this.nodes = nodes;
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const from = new Map<string, GraphNode[]>();
    for (const edge of edges) {
      const list = from.get(edge.to) || [];
      const node = byId.get(edge.from)!;
      if (edge.from !== edge.to && list.indexOf(node) < 0) list.push(node);
      from.set(edge.to, list);
    }
    const said = new Map<string, OutlineFinding[]>();
    for (const finding of findings) {
      const id = sceneAt(finding.where);
      if (id) said.set(id, (said.get(id) || []).concat(finding));
    }
    const parts = partsOf(model);
    this.order = parts.way.concat(parts.endings, parts.lost).map((scene) => scene.id);
    const had = this.idAt(document.activeElement);
    for (const id of Array.from(this.items.keys())) if (!byId.has(id)) this.items.delete(id);
    const list = (scenes: SceneLike[]): HTMLElement => h('ol', { class: 'hv-outline-list' }, scenes.map((scene) => this.item(scene, byId, from.get(scene.id) || [], said.get(scene.id) || [])));
    const section = (scenes: SceneLike[], title: 'on_the_way' | 'endings' | 'unreachable', more: Child = null): Child => scenes.length > 0 && h('section', { class: title === 'unreachable' ? 'hv-outline-lost' : null }, h('h4', null, words.say(title), ' (', scenes.length, ')'), more, list(scenes));
    const path = had ? (document.activeElement as HTMLElement).getAttribute('data-at') : null;
    fill(
      body,
      nodes.length ? null : h('p', null, words.say('empty')),
      section(parts.way, 'on_the_way'),
      section(parts.endings, 'endings'),
      section(parts.lost, 'unreachable', h('p', { class: 'hv-how' }, words.say('unreachable_why'))),
    );
    this.choose(selected && byId.has(selected) ? selected : this.selected && byId.has(this.selected) ? this.selected : null, true);
    this.here(this.playing && this.playing.id, this.playing ? this.playing.what : '');
    // What had the focus may be a new element: the focus goes to the same place of the same scene.
    const back = had && this.items.get(had);
    if (back && !back.node.contains(document.activeElement)) (Array.from(back.node.querySelectorAll<HTMLElement>('[data-at]')).filter((node) => node.getAttribute('data-at') === path)[0] || this.title(had!))?.focus({ preventScroll: true });
  }

  /** One scene; the same element as long as nothing in it changed. */
  private item(scene: SceneLike, byId: Map<string, GraphNode>, from: GraphNode[], said: OutlineFinding[]): HTMLElement {
    const { words, hooks } = this;
    const node = byId.get(scene.id)!;
    const ways = waysOf(scene);
    const shown = JSON.stringify([node, ways.map(({ kind, label, way }) => [kind, label, way.exit, way.to, byId.get(way.to || '')?.label]), from.map((one) => [one.id, one.label]), said]);
    const kept = this.items.get(scene.id);
    if (kept && kept.shown === shown) return kept.node;
    const link = (target: GraphNode, at: string): HTMLElement => h('button', { type: 'button', class: 'hv-btn hv-btn--text', tabindex: -1, 'data-at': at, 'data-path': `map.${scene.id}.${at}`, onclick: () => this.pick(target.id) }, target.label);
    const badge = (severity: 'error' | 'warning'): Child => h('span', { class: 'hv-badge hv-badge--' + severity }, icon(severity === 'error' ? icons.info : icons.think), words.say(severity));
    const item = h(
      'li',
      { class: `hv-outline-item hv-outline-item--${node.kind}`, 'data-id': scene.id },
      h(
        'div',
        { class: 'hv-outline-head' },
        h('button', { type: 'button', class: 'hv-outline-title', tabindex: -1, 'data-at': 'title', 'data-path': 'map.' + scene.id, onclick: () => hooks.onopen(scene.id) }, node.label),
        node.start && h('b', { class: 'hv-chip hv-chip--flat' }, words.say('start')),
        node.kind !== 'scene' && h('span', { class: 'hv-chip hv-chip--flat' }, words.say(`node_${node.kind}`)),
        node.trouble && badge(node.trouble),
        h('span', { class: 'hv-outline-here' }),
        hooks.onplay && h('button', { type: 'button', class: 'hv-btn hv-btn--small', tabindex: -1, 'data-at': 'play', 'data-path': `map.${scene.id}.play`, 'aria-label': words.t('play_scene', { what: node.label }), onclick: () => hooks.onplay!(scene.id) }, icon(ACTS.play), words.say('play_short')),
      ),
      said.length > 0 && h('ul', { class: 'hv-outline-said' }, said.map((one) => h('li', null, badge(one.severity), ' ', one.message))),
      from.length > 0 && h('p', { class: 'hv-outline-from' }, words.say('from_where'), ' ', from.map((one, i) => [i > 0 && ', ', link(one, 'from.' + one.id)])),
      ways.length > 0
        ? h(
            'ul',
            { class: 'hv-outline-ways' },
            ways.map(({ kind, label, way }) => {
              const target = byId.get(way.to || '');
              const text = labelOf({ id: '', from: scene.id, to: '', label, kind, exit: !!way.exit }, words);
              const gone = h('span', { class: 'hv-outline-gone' }, way.to ? words.say('to_gone', { id: way.to }) : words.say('to_nowhere'));
              return h('li', null, h('span', null, text), ' ', h('span', { class: 'hv-outline-to' }, icon(icons.next), h('span', { class: 'hv-sr' }, words.say('to')), ' ', target ? link(target, 'way.' + way.id) : gone));
            }),
          )
        : node.kind === 'scene' && h('p', { class: 'hv-outline-gone' }, words.say('no_ways')),
    );
    this.items.set(scene.id, { node: item, shown });
    return item;
  }

  /** Marks a scene; the reader's own choice comes back through `onselect`. */
  select(id: string | null): void {
    this.choose(id && this.items.has(id) ? id : null, true);
  }

  /** Brings a scene into view. */
  show(id: string): void {
    const item = this.items.get(id);
    if (item) reveal(item.node);
  }

  /** Says at which scene somebody plays; null: nobody does. */
  here(id: string | null, what = ''): void {
    this.playing = id ? { id, what } : null;
    for (const [one, { node }] of this.items) {
      const mark = node.querySelector('.hv-outline-here')!;
      const text = one === id ? what : '';
      if (mark.textContent !== text) mark.textContent = text;
    }
  }

  private choose(id: string | null, silent = false): void {
    this.selected = id;
    const stop = id || this.order[0];
    for (const [one, { node }] of this.items) {
      node.classList.toggle('hv-outline-item--on', one === id);
      if (one === id) node.setAttribute('aria-current', 'true');
      else node.removeAttribute('aria-current');
      const index = one === stop ? '0' : '-1';
      for (const control of Array.from(node.querySelectorAll('[data-at]'))) if (control.getAttribute('tabindex') !== index) control.setAttribute('tabindex', index);
    }
    if (id && !silent) this.hooks.onselect(id);
  }

  private title(id: string): HTMLElement | null {
    const item = this.items.get(id);
    return item ? item.node.querySelector<HTMLElement>('.hv-outline-title') : null;
  }

  private pick(id: string, focus = true): void {
    if (!this.items.has(id)) return;
    if (id !== this.selected) this.choose(id);
    this.show(id);
    if (focus) this.title(id)!.focus({ preventScroll: true });
  }

  private idAt(element: EventTarget | null): string | null {
    const found = element && (element as Element).closest ? (element as Element).closest('[data-id]') : null;
    return found && this.body.contains(found) ? found.getAttribute('data-id') : null;
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const id = this.idAt(event.target);
    if (!id) return;
    const at = this.order.indexOf(id);
    const last = this.order.length - 1;
    const to = event.key === 'ArrowDown' ? Math.min(last, at + 1) : event.key === 'ArrowUp' ? Math.max(0, at - 1) : event.key === 'Home' ? 0 : event.key === 'End' ? last : -1;
    if (event.key === '/') this.finder.focus();
    else if (to >= 0) this.pick(this.order[to]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
