/** Finds scenes by title, id or words, without diacritics; Enter goes to the next one. */
import { fill, h } from '../../shared/dom';
import { fold } from './data';
import type { GraphNode, GraphWords } from './types';

/** Ids of the scenes that hold every word of `query`: those with it in the title first. */
export function find(nodes: readonly GraphNode[], query: string): string[] {
  const words = fold(query).split(' ').filter(Boolean);
  if (!words.length) return [];
  const holds = (text: string): boolean => words.every((word) => text.includes(word));
  const first: string[] = [];
  const then: string[] = [];
  for (const node of nodes) {
    if (holds(fold(node.label + ' ' + node.id))) first.push(node.id);
    else if (holds(fold(node.label + ' ' + node.id + ' ' + (node.words || '')))) then.push(node.id);
  }
  return first.concat(then);
}

let finders = 0;

export class Finder {
  readonly root: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly says = h('span', { class: 'hv-gfound', role: 'status' });
  private query = '';
  private at = -1;

  constructor(
    private readonly words: GraphWords,
    private readonly nodes: () => readonly GraphNode[],
    private readonly go: (id: string) => void,
  ) {
    const id = 'hvgf' + ++finders;
    this.input = h('input', { type: 'search', id, class: 'hv-gsearch', autocomplete: 'off', placeholder: words.t('search_hint') });
    this.input.addEventListener('input', () => this.step(0));
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.step(event.shiftKey ? -1 : 1);
    });
    const button = (way: 1 | -1): HTMLButtonElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'aria-label': words.t(way > 0 ? 'next' : 'prev'), title: words.t(way > 0 ? 'next' : 'prev'), onclick: () => this.step(way) }, way > 0 ? '↓' : '↑');
    this.root = h('div', { class: 'hv-gfinder', role: 'search', 'data-own': true }, h('label', { for: id }, words.say('search')), this.input, button(-1), button(1), this.says);
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private step(way: 1 | -1 | 0): void {
    const query = this.input.value;
    const found = find(this.nodes(), query);
    if (!fold(query)) return fill(this.says);
    if (!found.length) return fill(this.says, this.words.say('none_found'));
    this.at = query === this.query && way ? (this.at + way + found.length) % found.length : 0;
    this.query = query;
    const id = found[this.at]!;
    fill(this.says, this.words.say('found', { i: this.at + 1, n: found.length, what: this.nodes().filter((n) => n.id === id)[0]!.label }));
    this.go(id);
  }
}
