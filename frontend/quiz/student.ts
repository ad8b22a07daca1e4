/** `SkillQuizStudent(runtime, element, init)`: the learner's view, the visitor's and the author's preview. */
import { mount, parseInit, type Runtime } from '../shared/boot';
import { fill, h } from '../shared/dom';
import { post } from '../shared/net';
import { browserStore } from '../shared/store';
import { strings } from './strings';
import { QuizApp } from './app';
import type { QuizInit } from './model';

function SkillQuizStudent(runtime: Runtime, element: unknown, raw: unknown): void {
  const root = mount(element, 'hv hv-quiz');
  if (!root) return;
  const init = parseInit<QuizInit>(raw);
  if (!init) return fill(root, h('p', { lang: 'vi' }, strings.broken[0]));
  new QuizApp(root, init, (handler, body) => post(runtime.handlerUrl(element, handler), body), browserStore());
}

(window as unknown as Record<string, unknown>)['SkillQuizStudent'] = SkillQuizStudent;
