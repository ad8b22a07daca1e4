import { describe, expect, it } from 'vitest';

document.body.innerHTML = '<form data-hv-once><button></button></form><form><button></button></form><iframe data-hv-autosize></iframe><iframe></iframe>';
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
});
