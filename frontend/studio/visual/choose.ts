/**
 * Choosing a file of this device: a button of ours in the interface's language, because the browser's own speaks the browser's; and
 * dropping one, which is an extra.
 */
import { h } from '../../shared/dom';

export interface Choice {
  /** What an author presses; the label comes from whoever shows it. */
  button: HTMLButtonElement;
  /** Stands beside it, unseen and untouched by the keyboard. */
  input: HTMLInputElement;
}

/** `onfile` gets what was chosen, the same file twice too; `onpress` false: nothing opens now. */
export function chooser({ accept, onfile, onpress = () => true }: { accept: string; onfile(file: File): void; onpress?(): boolean }, attributes: Record<string, string | null>, label: Node): Choice {
  const input = h('input', { type: 'file', accept, hidden: true, tabindex: -1, 'aria-hidden': 'true' });
  input.addEventListener('change', () => {
    const file = input.files && input.files[0];
    input.value = '';
    if (file) onfile(file);
  });
  return { input, button: h('button', { type: 'button', class: 'hv-btn hv-btn--small', ...attributes, onclick: () => onpress() && input.click() }, label) };
}

/** Takes a file that is dropped on `node`, which shows that it would. */
export function droppable(node: HTMLElement, onfile: (file: File) => void): void {
  const lit = (is: boolean): void => void node.classList.toggle('hv-drop--over', is);
  node.addEventListener('dragover', (event) => {
    if (!event.dataTransfer || Array.from(event.dataTransfer.types).indexOf('Files') < 0) return;
    event.preventDefault();
    lit(true);
  });
  node.addEventListener('dragleave', () => lit(false));
  node.addEventListener('drop', (event) => {
    lit(false);
    const file = event.dataTransfer && event.dataTransfer.files[0];
    if (!file) return;
    event.preventDefault();
    onfile(file);
  });
}
