/** `ScenarioSimStudent(runtime, element, init)`: the learner's view, the visitor's and the author's preview. */
import { ready, type Runtime } from '../shared/boot';
import { post } from '../shared/net';
import { browserStore } from '../shared/store';
import { SimApp } from './app';
import type { SimInit } from './model';
import type { strings } from './strings';

function ScenarioSimStudent(runtime: Runtime, element: unknown, raw: unknown): void {
  const found = ready<SimInit, typeof strings>(element, 'hv hv-sim', raw, 'scenario_sim');
  if (found) new SimApp(found.root, found.init, found.w, (handler, body) => post(runtime.handlerUrl(element, handler), body), browserStore());
}

(window as unknown as Record<string, unknown>)['ScenarioSimStudent'] = ScenarioSimStudent;
