/** Several tries at a question: another one is what the page leads to, and how much of the last one was right is said without saying what. */
import { h, type Child } from '../../shared/dom';
import { again as arrow } from '../../shared/icons';
import type { QuizApp } from '../app';
import { same, type Item, type ItemResult, type Raw } from '../model';
import type { ExtraWords } from './base';

export function tries(app: QuizApp, w: ExtraWords) {
  return {
    facts(): Array<[string, Child]> {
      const { tries } = app.init.rules;
      return app.tries && tries && tries > 1 ? [[arrow, w.say('tries', { n: tries })]] : [];
    },
    stale: (item: Item, raw: Raw): Child => (same(item.answer, raw) ? w.say('try_other') : null),
    offer(item: Item, waiting: boolean): void {
      const { actions } = app.frame;
      const attempt = app.state && app.state.attempt;
      const left = !waiting && attempt && attempt.status === 'open' && item.tries_left;
      if (!left || actions.querySelector('[data-more]')) return;
      const next = actions.querySelector<HTMLElement>('[data-next]');
      const born = Date.now();
      // A double tap on "answer" must not skip what the answer means.
      const button = app.frame.button(w.say('try_again', { n: left }), () => Date.now() - born > 500 && app.retry(), 'primary', arrow);
      button.setAttribute('data-more', '');
      actions.insertBefore(button, next);
      if (!next) return;
      next.classList.remove('hv-btn--primary');
      if (next === document.activeElement) button.focus({ preventScroll: true });
    },
    told: ({ parts, correct }: ItemResult): Child => !!parts && !correct && h('p', null, w.say('parts_right', { a: parts.right, b: parts.of })),
  };
}
