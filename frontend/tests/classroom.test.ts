import { describe, expect, it } from 'vitest';

document.body.innerHTML = '<form data-hv-once><button></button></form><form><button></button></form><iframe data-hv-autosize></iframe><iframe></iframe><details data-hv-menu><summary tabindex="0">Menu</summary><a href="#x">x</a></details><a id="past" href="#y">y</a><p role="status" data-hv-left="a b" data-hv-words="Xong."></p><a class="hv-pager__link" data-hv-next href="#z">z</a>';
await import('../classroom/app');

const send = (form: HTMLFormElement): boolean => form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));

describe('the classroom’s page script', () => {
  it('sends a marked form once, until the page comes back', () => {
    const [once, other] = [...document.forms] as [HTMLFormElement, HTMLFormElement];
    expect([send(once), send(once), send(other), send(other)]).toEqual([true, false, true, true]);
    window.dispatchEvent(new Event('pageshow'));
    expect(send(once)).toBe(true);
  });

  it('gives a marked frame the height that its own page tells, and believes nobody else', () => {
    const [marked, plain] = [...document.querySelectorAll('iframe')] as [HTMLIFrameElement, HTMLIFrameElement];
    const tell = (data: unknown, source: Window | null): boolean => window.dispatchEvent(new MessageEvent('message', { data, source }));
    tell({ type: 'hv-height', height: 700 }, plain.contentWindow);
    tell({ type: 'other', height: 700 }, marked.contentWindow);
    tell(null, marked.contentWindow);
    expect(marked.style.height).not.toBe('700px');
    tell({ type: 'hv-height', height: 712.4 }, marked.contentWindow);
    expect(marked.style.height).toBe('713px');
    tell({ type: 'hv-height', height: 1e9 }, marked.contentWindow);
    expect(marked.style.height).toBe('20000px');
    expect(plain.style.height).toBe('');
  });

  it('makes the way on a button when the last block of the unit is finished, here or in its frame, and leaves the focus alone', () => {
    const [told, next] = ['[data-hv-left]', '[data-hv-next]'].map((one) => document.querySelector<HTMLElement>(one)!) as [HTMLElement, HTMLElement];
    const [marked, plain] = [...document.querySelectorAll('iframe')] as [HTMLIFrameElement, HTMLIFrameElement];
    const look = (): string[] => [told.textContent!, next.className];
    const waiting = ['', 'hv-pager__link'];
    (document.querySelector('#past') as HTMLElement).focus();
    const finish = (block: string): boolean => document.body.dispatchEvent(new CustomEvent('hv-completed', { bubbles: true, detail: { block } }));
    finish('c');
    finish('a');
    finish('a');
    expect(look()).toEqual(waiting);
    const tell = (source: Window | null): boolean => window.dispatchEvent(new MessageEvent('message', { data: { type: 'hv-completed', block: 'b' }, source }));
    tell(plain.contentWindow);
    tell(null);
    expect(look()).toEqual(waiting);
    tell(marked.contentWindow);
    expect(look()).toEqual(['Xong.', 'hv-btn hv-btn--primary']);
    expect(document.activeElement).toBe(document.querySelector('#past'));
  });

  it('closes the menu on Escape, with the focus back on its button, and when one goes on past it', () => {
    const menu = document.querySelector('details') as HTMLDetailsElement;
    const inside = menu.querySelector('a') as HTMLAnchorElement;
    menu.open = true;
    inside.focus();
    expect(menu.open).toBe(true);
    inside.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect([menu.open, document.activeElement]).toEqual([false, menu.querySelector('summary')]);
    menu.open = true;
    (document.querySelector('#past') as HTMLElement).focus();
    expect(menu.open).toBe(false);
    menu.open = true;
    document.body.click();
    expect(menu.open).toBe(false);
  });
});
