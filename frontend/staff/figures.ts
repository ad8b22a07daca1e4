/** The head of a part with figures: which attempts count, trial learners, and what is counted. */
import { fill, h, type Child } from '../shared/dom';
import { ask, button, checkbox, note, select, type Desk } from './desk';
import type { Trial } from './model';

interface Figures {
  attempts: string;
  trial: Trial;
}

/** Fetches the figures of `handler` and draws them, again whenever staff choose other attempts. */
export function figures<T extends Figures>(desk: Desk, body: HTMLElement, handler: string, draw: (found: T) => Child, nobody: (found: T) => boolean): void {
  const { w } = desk;
  const which = select(
    w.say('s_which'),
    [
      ['first', w.t('s_first')],
      ['last', w.t('s_last')],
      ['best', w.t('s_best')],
      ['all', w.t('s_every')],
    ],
    'first',
  );
  const trial = checkbox(w.say('s_with_trial'));
  trial.node.hidden = true;
  const says = h('div', { role: 'status' });
  const out = h('div', null);
  const load = async (first: boolean): Promise<void> => {
    const found = await ask<T>(desk, says, handler, { attempts: which.read(), ...(first ? {} : { demo: trial.input.checked }) }, () => void load(first));
    if (!found) return;
    trial.node.hidden = found.trial === 'absent';
    trial.input.checked = found.trial === 'counted';
    fill(says, found.trial === 'counted' && note('care', h('p', null, w.say('s_trial_counted'))), nobody(found) && h('p', null, w.say('s_nobody')));
    fill(out, nobody(found) ? null : draw(found));
  };
  fill(body, h('div', { class: 'hv-sform' }, which.node, trial.node, button(w.say('s_show'), () => void load(false))), says, out, h('p', { class: 'hv-sub' }, w.say('s_not_staff')));
  void load(true);
}
