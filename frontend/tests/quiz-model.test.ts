import { describe, expect, it } from 'vitest';
import { answerOf, firstOpen, firstView, nextStep, reconcile, withReply, type Attempt, type QuizInit, type QuizState } from '../quiz/model';
import type { Entry } from '../shared/outbox';

const attempt = (answers: unknown[], step = answers.filter((a) => a !== null).length, status: Attempt['status'] = 'open'): Attempt => ({
  id: 'a', number: 1, status, step, result: null,
  items: answers.map((answer, i) => ({ id: 'q' + i, type: 'single_choice', text: '', points: 1, answer, result: null })),
});
const say = (item: string, answer: unknown, step: number): Entry => ({ handler: 'answer', body: { attempt: 'a', item, answer, step } });
const finish: Entry = { handler: 'finish', body: { attempt: 'a' } };
const state = (a: Attempt | null): QuizState => ({ attempts_used: 1, can_start: false, why_not: null, best: null, attempt: a });
const init = (behaviour: 'immediate' | 'deferred', mode: QuizInit['mode'] = 'learn'): QuizInit => ({ v: 1, kind: 'skill_quiz', block: 'b', learner: 'l', lang: 'vi', mode, title: '', rules: { behaviour }, state: null });

describe('reconcile', () => {
  it('drops what the server has and renumbers the rest from its step', () => {
    const left = reconcile([say('q0', '1', 1), say('q1', '2', 2), say('q2', '3', 3)], attempt(['1', null, null]), false);
    expect(left.map((e) => [e.body['item'], e.body['step']])).toEqual([['q1', 2], ['q2', 3]]);
  });

  it('gives way to an answer given on another phone, and goes on from there', () => {
    const left = reconcile([say('q0', '1', 1), say('q1', '2', 2)], attempt(['3', null, '1'], 2), false);
    expect(left.map((e) => [e.body['item'], e.body['step']])).toEqual([['q1', 3]]);
  });

  it('keeps, when answers may change, only the newest of each item and only where it differs', () => {
    const left = reconcile([say('q0', '1', 2), say('q1', '2', 3), say('q0', '3', 4), finish, finish], attempt(['2', '2'], 2), true);
    expect(left.map((e) => [e.handler, e.body['item'], e.body['step']])).toEqual([['answer', 'q0', 3], ['finish', undefined, undefined]]);
  });

  it('sends nothing to a closed attempt and nothing for items it does not have', () => {
    expect(reconcile([say('q0', '1', 1)], attempt([null], 0, 'finished'), false)).toEqual([]);
    expect(reconcile([say('other', '1', 1)], attempt([null]), false)).toEqual([]);
  });

  it('changes nothing the second time', () => {
    const a = attempt(['1', null, null], 1);
    const once = reconcile([say('q0', '1', 1), say('q2', '2', 5), say('q1', '1', 9)], a, false);
    expect(reconcile(once, a, false)).toEqual(once);
  });
});

describe('the next thing to do', () => {
  it('counts answers on their way', () => {
    const a = attempt(['1', null, null]);
    const queue = [say('q1', '2', 2)];
    expect([nextStep(a, queue), firstOpen(a, queue), answerOf(a.items[1]!, queue)]).toEqual([3, 2, '2']);
    expect(firstOpen(a, [...queue, say('q2', '1', 3)])).toBe(-1);
  });

  it.each([
    ['public', null, [], init('immediate', 'public'), { name: 'public' }],
    ['nothing begun', state(null), [], init('immediate'), { name: 'start' }],
    ['in the middle', state(attempt(['1', null, null])), [], init('immediate'), { name: 'question', index: 1 }],
    ['an answer held here is shown again', state(attempt(['1', null, null])), [say('q1', '2', 2)], init('immediate'), { name: 'question', index: 1 }],
    ['finished', state(attempt(['1'], 1, 'finished')), [], init('immediate'), { name: 'results' }],
    ['deferred, all answered', state(attempt(['1', '2'])), [], init('deferred'), { name: 'summary' }],
    ['deferred, handed in while offline', state(attempt(['1', '2'])), [finish], init('deferred'), { name: 'outcome' }],
    ['deferred goes on where it was', state(attempt(['1', null])), [], init('deferred'), { name: 'question', index: 1 }],
  ] as const)('opens at the right place: %s', (_name, s, queue, i, view) => {
    expect(firstView(i, s as QuizState | null, queue as readonly Entry[])).toEqual(view);
  });

  it('works a reply in, without touching what it was given, and ignores one of another attempt', () => {
    const before = state(attempt([null, null]));
    const frozen = JSON.stringify(before);
    const reply = { step: 1, item: 'q0', result: { score: 1, correct: true, feedback: [], explanation: null, key: ['1'] }, attempt: { status: 'open' as const, step: 1, result: null } };
    const after = withReply(before, { attempt: 'a', answer: '1' }, reply);
    expect([after.attempt!.items[0]!.answer, after.attempt!.step, after.attempt!.items[0]!.result!.correct]).toEqual(['1', 1, true]);
    expect(JSON.stringify(before)).toBe(frozen);
    expect(withReply(before, { attempt: 'other', answer: '1' }, reply)).toBe(before);
    expect(withReply(after, { attempt: 'a', answer: '1' }, reply).attempt!.step).toBe(1);
  });
});
