/** What some quizzes have beyond plain questions; see `more.ts`. */
import { speak, type Table } from '../../shared/i18n';
import { audio } from './audio';
import { certainty } from './certainty';
import { clock } from './clock';
import { again, kept } from './kept';
import type { strings } from './strings';
import { tries } from './tries';
import { zoom } from './zoom';
import type { Extras, MakeExtras, Row } from '../more';
import type { QuizApp } from '../app';
import type { Frame } from '../../shared/frame';

const words = () => speak<typeof strings>((window as unknown as { hvStrings: Record<string, Table> }).hvStrings['skill_quiz_extras']!);

export function make(app: QuizApp, row: Row): Extras {
  const w = words();
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
}

const seen: WeakSet<Frame> = new WeakSet();
let count = 0;
make.beside = ((frame, item) => {
  const w = words();
  if (!seen.has(frame)) {
    seen.add(frame);
    zoom(frame, w);
  }
  return audio({ uid: 'hv-beside' + ++count }, w, item);
}) as MakeExtras['beside'];
