/** `public/extras.<lang>.js`: leaves on the window what some quizzes have beyond plain questions; see `more.ts`. */
import { speak, type Table } from '../shared/i18n';
import { audio } from './extras/audio';
import { certainty } from './extras/certainty';
import { clock } from './extras/clock';
import { again, kept } from './extras/kept';
import type { strings } from './extras/strings';
import { tries } from './extras/tries';
import { zoom } from './extras/zoom';
import type { MakeExtras } from './more';

const make: MakeExtras = (app, row) => {
  const w = speak<typeof strings>((window as unknown as { hvStrings: Record<string, Table> }).hvStrings['skill_quiz_extras']!);
  const time = clock(app, w);
  const sure = certainty(app, w);
  const retry = tries(app, w);
  zoom(app.frame, w);
  return {
    facts: () => [...time.facts(), ...retry.facts()],
    adopted: time.adopted,
    above: (item, live) => [live && time.line(), kept(app, w, item), audio(app, w, item)],
    below: sure.ask,
    changed: sure.changed,
    certainty: sure.read,
    stale: retry.stale,
    answered(item, waiting) {
      sure.lock();
      retry.offer(item, waiting);
    },
    told: (item, result) => [retry.told(result), sure.said(item)],
    ...(app.init.rules.certainty ? { again: () => again(app, w, row) } : {}),
  };
};

(window as unknown as Record<string, unknown>)['hvExtras'] = make;
