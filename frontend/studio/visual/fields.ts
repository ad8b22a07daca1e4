/** Labelled controls of a form. Each has a path (that of the model), where findings about it are shown and where a link leads. */
import { fill, h, type Child } from '../../shared/dom';
import { icon } from '../../shared/icons';
import { look, type Found } from './findings';
import { Pictures } from './pictures';
import { richBox } from './richtext';
import type { StudioWords } from './strings';
import type { CourseFiles } from './upload';

interface Slot {
  path: string;
  box: HTMLElement;
  control: HTMLElement | null;
}

/** Opens what `node` is folded away in. */
export function unfold(node: Element): void {
  for (let at = node.parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') (at as HTMLDetailsElement).open = true;
}

/** The places of one view that findings and links may go to. */
export class Places {
  private slots: Slot[] = [];
  readonly pictures = new Pictures();
  /** The files of the course, where some can be kept. */
  files: CourseFiles | null = null;

  constructor(
    readonly uid: string,
    readonly w: StudioWords,
  ) {}

  clear(): void {
    this.slots = [];
  }

  /** The id of the control at `path`. */
  id(path: string): string {
    return this.uid + '-' + path.replace(/[^A-Za-z0-9-]+/g, '_');
  }

  /** A box for findings about `path` and what is below it; `control` is where a link leads. */
  slot(path: string, control: HTMLElement | null): HTMLElement {
    const box = h('div', { class: 'hv-slot', id: this.id(path) + '-says' });
    if (control) control.setAttribute('data-path', path);
    this.slots.push({ path, box, control });
    return box;
  }

  /** The slot that is nearest to `where`: its own, or that of what holds it. */
  private nearest(where: string): Slot | undefined {
    let best: Slot | undefined;
    for (const slot of this.slots) if ((where === slot.path || where.indexOf(slot.path + '.') === 0) && (!best || slot.path.length > best.path.length)) best = slot;
    return best;
  }

  /** Shows each finding in its slot. */
  show(findings: readonly Found[]): void {
    const byBox = new Map<Slot, Found[]>();
    for (const finding of findings) {
      const slot = this.nearest(finding.where);
      if (slot) byBox.set(slot, (byBox.get(slot) || []).concat(finding));
    }
    for (const slot of this.slots) {
      // Two findings that say the same here are one to the reader.
      const mine = (byBox.get(slot) || []).filter((one, i, all) => all.findIndex((other) => other.message === one.message && other.severity === one.severity && !other.todo === !one.todo) === i);
      const key = JSON.stringify(mine);
      if (slot.box.dataset['key'] !== key) {
        slot.box.dataset['key'] = key;
        if (mine.some((one) => !one.todo)) unfold(slot.box);
        fill(
          slot.box,
          mine.map((f) => {
            const { sign, kind, word } = look(f);
            return h('p', { class: 'hv-says hv-says--' + kind }, icon(sign), h('span', null, h('b', null, this.w.t(word), ': '), f.message));
          }),
        );
      }
      const { control } = slot;
      if (control && /^(INPUT|TEXTAREA|SELECT|DIV)$/.test(control.tagName)) {
        if (mine.some((f) => f.severity === 'error' && !f.todo)) control.setAttribute('aria-invalid', 'true');
        else control.removeAttribute('aria-invalid');
      }
    }
  }

  /** Moves the focus to the control nearest to `where`. */
  go(where: string): boolean {
    const slot = this.nearest(where);
    const around = slot && slot.box.parentElement;
    const control = slot && (slot.control || (around && around.querySelector<HTMLElement>('[contenteditable],input,select')) || (around && around.querySelector<HTMLElement>('button')));
    if (!control) return false;
    unfold(control);
    control.focus();
    if (control.scrollIntoView) control.scrollIntoView({ block: 'center' });
    return true;
  }
}

interface Common {
  path: string;
  label: Child;
  help?: Child;
}
export interface RichField extends Common {
  html: string;
  short?: boolean | undefined;
  /** One line without links and images, as on a button. */
  line?: boolean | undefined;
  oninput(html: string): void;
}
export interface LineField extends Common {
  value: string;
  list?: string[];
  oninput(value: string): void;
}
export interface NumberField extends Common {
  value: unknown;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  /** null for an empty or unreadable box. */
  oninput(value: number | null): void;
}
export interface FlagField extends Common {
  value: boolean;
  oninput(value: boolean): void;
}
export interface SelectField extends Common {
  value: string;
  choices: Array<[string, string]>;
  oninput(value: string): void;
  /** The choice that makes something new. */
  makes?: string | undefined;
}

const helpOf = (id: string, help: Child): HTMLElement | false => !!help && h('p', { id: id + '-help', class: 'hv-how' }, help);
const described = (id: string, help: Child): string => (help ? id + '-help ' : '') + id + '-says';

export function richField(places: Places, { path, label, help, html, short, line, oninput }: RichField): HTMLElement {
  const id = places.id(path);
  const box = richBox({ id, html, labelledby: id + '-label', describedby: described(id, help), short, line, w: places.w, pictures: places.pictures, files: places.files, oninput });
  const says = places.slot(path, box.area);
  const name = h('span', { class: 'hv-lab', id: id + '-label', onclick: () => box.area.focus() }, label);
  const field = h('div', { class: 'hv-fieldbox hv-fieldbox--rich' }, h('div', { class: 'hv-labrow' }, name, box.tools), helpOf(id, help), box.node, says);
  // On a phone the tools stand above the text: were they gone at once, what a finger is pressing below would move away from under it.
  field.addEventListener('focusout', () => {
    field.classList.add('hv-fieldbox--left');
    setTimeout(() => field.classList.remove('hv-fieldbox--left'), 300);
  });
  return field;
}

function plainField(places: Places, { path, label, help }: Common, control: HTMLElement): HTMLElement {
  const id = places.id(path);
  control.id = id;
  control.setAttribute('aria-describedby', described(id, help));
  return h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: id }, label), control, helpOf(id, help), places.slot(path, control));
}

export function lineField(places: Places, field: LineField): HTMLElement {
  const list = field.list && field.list.length ? h('datalist', { id: places.id(field.path) + '-list' }, field.list.map((one) => h('option', { value: one }))) : null;
  const input = h('input', { type: 'text', list: list && list.id, autocomplete: 'off', oninput: () => field.oninput(input.value) });
  input.value = field.value;
  const node = plainField(places, field, input);
  if (list) node.appendChild(list);
  return node;
}

/** Plain text of several lines. */
export function areaField(places: Places, field: LineField): HTMLElement {
  const area = h('textarea', { rows: 3, class: 'hv-lines', oninput: () => field.oninput(area.value) });
  area.value = field.value;
  return plainField(places, field, area);
}

/** A number in the reader's writing: comma or point. */
export function readNumber(text: string): number | null {
  const tidy = text.trim().replace(',', '.');
  const value = Number(tidy);
  return tidy === '' || !isFinite(value) ? null : value;
}

export function numberField(places: Places, field: NumberField): HTMLElement {
  const input = h('input', { type: 'number', inputmode: 'decimal', min: field.min, max: field.max, step: field.step || 'any', oninput: () => field.oninput(readNumber(input.value)) });
  input.value = field.value === null || field.value === undefined ? '' : String(field.value);
  return plainField(places, field, input);
}

export function selectField(places: Places, field: SelectField): HTMLElement {
  // Arrow keys on a closed list choose whatever they pass: what makes something waits until its reader stays with it.
  let passing = false;
  let waiting = false;
  const make = (): void => {
    if (!waiting) return;
    waiting = false; // drawing anew takes the focus away
    field.oninput(select.value);
  };
  const select = h(
    'select',
    {
      onchange: () => {
        waiting = passing && select.value === field.makes;
        if (!waiting) field.oninput(select.value);
      },
      onkeydown: (event: Event) => {
        const { altKey, key } = event as KeyboardEvent;
        passing = !altKey && !/^(Enter| |F4)$/.test(key);
        if (key !== 'Enter' || !waiting) return;
        event.preventDefault();
        make();
      },
      onpointerdown: () => (passing = false),
      onblur: make,
    },
    field.choices.map(([value, label]) => h('option', { value }, label)),
  );
  select.value = field.value;
  return plainField(places, field, select);
}

export function flagField(places: Places, field: FlagField): HTMLElement {
  const id = places.id(field.path);
  const input = h('input', { type: 'checkbox', id, 'aria-describedby': described(id, field.help), onchange: () => field.oninput(input.checked) });
  input.checked = field.value;
  return h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-check', for: id }, input, h('span', null, field.label)), helpOf(id, field.help), places.slot(field.path, input));
}
