/** `ScenarioSimStudent(runtime, element, init)`: the learner's view, the visitor's and the author's preview. */
import { mount, parseInit, type Runtime } from '../shared/boot';
import { fill, h } from '../shared/dom';
import { post } from '../shared/net';
import { browserStore } from '../shared/store';
import { SimApp } from './app';
import type { SimInit } from './model';
import { strings } from './strings';

function ScenarioSimStudent(runtime: Runtime, element: unknown, raw: unknown): void {
  const root = mount(element, 'hv hv-sim');
  if (!root) return;
  const init = parseInit<SimInit>(raw);
  if (!init) return fill(root, h('p', { lang: 'vi' }, strings.broken[0]));
  new SimApp(root, init, (handler, body) => post(runtime.handlerUrl(element, handler), body), browserStore());
}

(window as unknown as Record<string, unknown>)['ScenarioSimStudent'] = ScenarioSimStudent;
