/** The list beside the forms: what the content consists of, with what was found in it, and the other views. On a phone it is folded away. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Desk } from './desk';
import type { Model } from './subject';

export interface SideRow {
  view: string;
  /** What stands for the row among paths. */
  path: string;
  name: string | Node;
  /** What stands below the name, before the signs of findings. */
  meta: Child;
}
export interface Side {
  label: string;
  heading: Child;
  rows: SideRow[];
  /** Said where there is no row. */
  empty?: Child;
  add: Child;
  sections: Array<{ view: string; name: string | Node }>;
}

const again = (name: string | Node): string | Node => (typeof name === 'string' ? name : name.cloneNode(true));

/** Says of a button whether it does something now; it stays in the row of stops. */
export const off = (button: HTMLElement, is: boolean): void => (is ? button.setAttribute('aria-disabled', 'true') : button.removeAttribute('aria-disabled'));

/** The signs of what was found in a view: words, never only a colour. */
function badges<M extends Model>(desk: Desk<M>): (view: string) => Child {
  const counts = new Map<string, { error: number; warning: number; todo: number }>();
  for (const { where, severity, todo } of desk.findings) {
    const view = desk.subject.viewOf(desk.model, where);
    const count = counts.get(view) || { error: 0, warning: 0, todo: 0 };
    counts.set(view, count);
    count[todo ? 'todo' : severity]++;
  }
  const badge = (kind: 'error' | 'warning' | 'todo', n: number, sign: string): Child => n > 0 && h('span', { class: 'hv-badge hv-badge--' + kind }, icon(sign), desk.w.say(('n_' + kind) as 'n_error', { n }));
  return (view) => {
    const count = counts.get(view);
    return count && [badge('error', count.error, icons.info), badge('warning', count.warning, icons.think), badge('todo', count.todo, icons.list)];
  };
}

export function side<M extends Model>(desk: Desk<M>, { label, heading, rows, empty, add, sections }: Side): Child {
  const signs = badges(desk);
  const row = (view: string, path: string, ...children: Child[]): HTMLElement =>
    h('button', { type: 'button', class: 'hv-navrow', 'aria-current': desk.view === view ? 'true' : null, 'data-path': path, onclick: () => desk.go(view) }, children);
  const nav = h(
    'nav',
    { id: desk.uid + '-nav', 'aria-label': label },
    h('h4', null, heading),
    rows.length
      ? h(
          'ol',
          { class: 'hv-qlist' },
          rows.map(({ view, path, name, meta }, i) => h('li', null, row(view, path, h('span', { class: 'hv-navnum' }, i + 1), h('span', { class: 'hv-navtext' }, h('span', { class: 'hv-navwords' }, name), h('span', { class: 'hv-navmeta' }, meta, signs(view)))))),
        )
      : empty && h('p', { class: 'hv-how' }, empty),
    h('div', { class: 'hv-addrow' }, add),
    h('ul', { class: 'hv-sections' }, sections.map(({ view, name }) => h('li', null, row(view, 'nav.' + view, name, signs(view))))),
  );
  const at = rows.findIndex((one) => one.view === desk.view);
  const here = at < 0 ? sections.filter((one) => one.view === desk.view).map((one) => again(one.name))[0] : [at + 1, '. ', again(rows[at]!.name)];
  const chooser = h(
    'button',
    {
      type: 'button', class: 'hv-chooser', 'data-path': 'nav.chooser', 'aria-expanded': String(desk.sideOpen), 'aria-controls': nav.id,
      onclick: () => {
        desk.sideOpen = !desk.sideOpen;
        chooser.setAttribute('aria-expanded', String(desk.sideOpen));
      },
    },
    h('span', { class: 'hv-chosen' }, here),
    h('span', { class: 'hv-choosehow' }, desk.w.say('choose_view', { what: label.toLowerCase() }), ' ', icon(icons.down)),
  );
  return [chooser, nav];
}
