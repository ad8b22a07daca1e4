/** How much of a limited time is left. It is read, not announced, until the last minute. */
import { fill, h, type Child } from '../../shared/dom';
import { clock as face, icon } from '../../shared/icons';
import type { QuizApp } from '../app';
import type { ExtraWords } from './base';

export function clock(app: QuizApp, w: ExtraWords) {
  const time = h('span');
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    facts(): Array<[string, Child]> {
      const { time_limit } = app.init.rules;
      return time_limit ? [[face, w.say('time_limit', { n: w.num(time_limit) })]] : [];
    },
    line: (): Child => time.firstChild && h('p', { class: 'hv-kicker' }, icon(face), time),
    /** Counts down by the seconds that the server told last; at the end the attempt is handed in. */
    adopted(): void {
      clearTimeout(timer);
      const attempt = app.state && app.state.attempt;
      const left = attempt && attempt.status === 'open' ? attempt.seconds_left : undefined;
      fill(time);
      if (left === undefined) return;
      const ends = Date.now() + left * 1000;
      const tick = (): void => {
        const rest = ends - Date.now();
        if (rest <= 0) return app.finish();
        const n = Math.ceil(rest / 60000);
        fill(time, w.say('time_left', { n }));
        if (n === 1) app.frame.tell(w.say('time_left', { n }));
        timer = setTimeout(tick, rest - (n - 1) * 60000);
      };
      tick();
    },
  };
}
