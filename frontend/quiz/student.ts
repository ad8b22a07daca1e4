/** `SkillQuizStudent(runtime, element, init)`: the learner's view, the visitor's and the author's preview. */
import { ready, type Runtime } from '../shared/boot';
import { post } from '../shared/net';
import { browserStore } from '../shared/store';
import { QuizApp } from './app';
import type { QuizInit } from './model';
import type { strings } from './strings';

function SkillQuizStudent(runtime: Runtime, element: unknown, raw: unknown): void {
  const found = ready<QuizInit, typeof strings>(element, 'hv hv-quiz', raw, 'skill_quiz');
  if (found) new QuizApp(found.root, found.init, found.w, (handler, body) => post(runtime.handlerUrl(element, handler), body), browserStore());
}

(window as unknown as Record<string, unknown>)['SkillQuizStudent'] = SkillQuizStudent;
