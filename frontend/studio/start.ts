import { mount, parseInit, type Runtime } from '../shared/boot';
import { fill, h } from '../shared/dom';
import { post } from '../shared/net';
import { Editor, type Preview, type StudioInit } from './editor';
import { strings } from './strings';

/** An entry function for a block's editor. A plain function, because runtimes call it with `new`. */
export function studio(preview: Preview): (runtime: Runtime, element: unknown, raw: unknown) => void {
  return function (runtime, element, raw) {
    const root = mount(element, 'hv hv-studio');
    if (!root) return;
    const init = parseInit<StudioInit>(raw);
    if (!init) return fill(root, h('p', { lang: 'vi' }, strings.broken[0]));
    new Editor(root, init, runtime, (handler, body, signal) => post(runtime.handlerUrl(element, handler), body, 30000, signal), preview);
  };
}
