/** A text box with line numbers that stay right when lines wrap, and with findings shown beside their lines. */
import { fill, h } from '../shared/dom';

export interface Finding {
  severity: 'error' | 'warning';
  code: string;
  where: string;
  line: number | null;
  message: string;
}

export class SourceBox {
  readonly area = h('textarea', { class: 'hv-src-area', spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', wrap: 'soft' });
  readonly node: HTMLElement;
  private readonly mirror = h('div', { class: 'hv-src-mirror', 'aria-hidden': 'true' });
  private readonly rail = h('div', { class: 'hv-src-rail', 'aria-hidden': 'true' });
  private lines: string[] = [];
  private findings: Finding[] = [];

  /** `oninput` is called after every change of the text by a person. */
  constructor(text: string, oninput: () => void) {
    this.node = h('div', { class: 'hv-src-box' }, h('div', { class: 'hv-src-text' }, this.mirror, this.area), this.rail);
    this.area.value = text;
    this.area.setSelectionRange(0, 0);
    this.area.addEventListener('input', () => {
      this.paint();
      oninput();
    });
    // The box scrolls, never the text alone: where a browser scrolls the text to its caret, the numbers must go along.
    this.area.addEventListener('scroll', () => {
      this.node.scrollTop += this.area.scrollTop;
      this.area.scrollTop = 0;
    });
    this.paint();
    if (typeof ResizeObserver === 'function') new ResizeObserver(() => this.place()).observe(this.mirror);
  }

  get value(): string {
    return this.area.value;
  }

  set value(text: string) {
    this.area.value = text;
    this.paint();
  }

  /** Number of the line that the caret is in, from 1. */
  get line(): number {
    return this.area.value.slice(0, this.area.selectionStart).split('\n').length;
  }

  /** Selects line `n` and brings it into view. */
  goTo(n: number): void {
    const before = this.lines.slice(0, n - 1).join('\n').length + (n > 1 ? 1 : 0);
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(before, before + (this.lines[n - 1] || '').length);
    const row = this.mirror.children[n - 1];
    if (row && row.scrollIntoView) row.scrollIntoView({ block: 'center' });
  }

  /** Shows findings at their lines; those without one are left to the list. */
  mark(findings: Finding[]): void {
    this.findings = findings.filter((f) => f.line !== null && f.line >= 1 && f.line <= this.lines.length);
    Array.from(this.mirror.children).forEach((row) => (row.className = ''));
    for (const f of this.findings) {
      const row = this.mirror.children[f.line! - 1]!;
      if (row.className !== 'hv-line-error') row.className = 'hv-line-' + f.severity;
    }
    fill(this.rail, this.findings.map((f) => h('p', { class: 'hv-rail-' + f.severity }, f.message)));
    this.place();
  }

  /** Only lines that differ are drawn anew: a long text stays fluid. */
  private paint(): void {
    const now = this.area.value.split('\n');
    const { lines, mirror } = this;
    let start = 0;
    while (start < lines.length && start < now.length && lines[start] === now[start]) start++;
    let end = 0;
    while (end < lines.length - start && end < now.length - start && lines[lines.length - 1 - end] === now[now.length - 1 - end]) end++;
    for (let i = lines.length - end - 1; i >= start; i--) mirror.removeChild(mirror.children[i]!);
    const after = mirror.children[start] || null;
    const fresh = document.createDocumentFragment();
    for (const text of now.slice(start, now.length - end)) fresh.appendChild(h('div', null, text || '\u200b'));
    mirror.insertBefore(fresh, after);
    this.lines = now;
    this.place();
  }

  /** Notes stand at their line's height; where two would overlap, the lower one moves down. */
  private place(): void {
    let free = 0;
    Array.from(this.rail.children).forEach((note, i) => {
      const row = this.mirror.children[this.findings[i]!.line! - 1] as HTMLElement | undefined;
      const top = Math.max(free, row ? row.offsetTop : 0);
      (note as HTMLElement).style.top = top + 'px';
      free = top + (note as HTMLElement).offsetHeight + 4;
    });
  }
}
