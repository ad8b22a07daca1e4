/** The list beside the forms: scenes or letters with what was found in them, and the other views. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { isTriage, nameOfScene, waysOf } from './model';
import { addScene } from './scene';
import type { SimDesk, SimStudioWords } from './scene-fields';
import { sectionsOf, type SimSubject } from './subject';
import { addLetter, lettersOf, nameOfLetter } from './triage';

/** The signs of a kind of ending: a word, never only a colour. */
export function nav(desk: SimDesk, q: SimStudioWords, subject: SimSubject): Child {
  const { model } = desk;
  const counts = new Map<string, [number, number]>();
  for (const { where, severity } of desk.findings) {
    const view = subject.viewOf(model, where);
    const [e, w] = counts.get(view) || [0, 0];
    counts.set(view, severity === 'error' ? [e + 1, w] : [e, w + 1]);
  }
  const signs = (view: string): Child => {
    const [e, w] = counts.get(view) || [0, 0];
    return [e > 0 && h('span', { class: 'hv-badge hv-badge--error' }, icon(icons.info), q.say('n_errors', { n: e })), w > 0 && h('span', { class: 'hv-badge hv-badge--warning' }, icon(icons.think), q.say('n_warnings', { n: w }))];
  };
  const row = (view: string, path: string, ...children: Child[]): HTMLElement =>
    h('button', { type: 'button', class: 'hv-navrow', 'aria-current': desk.view === view ? 'true' : null, 'data-path': path, onclick: () => desk.go(view) }, children);
  const entry = (view: string, path: string, i: number, name: string, ...meta: Child[]): HTMLElement =>
    h('li', null, row(view, path, h('span', { class: 'hv-navnum' }, i + 1), h('span', { class: 'hv-navtext' }, h('span', { class: 'hv-navwords' }, name), h('span', { class: 'hv-navmeta' }, meta, signs(view)))));
  const inbox = isTriage(model);
  const at = (list: Array<{ id: string }>): number => list.findIndex((one) => desk.view.replace(/^\w+:/, '') === one.id);
  return h(
    'nav',
    { 'aria-label': q.t(inbox ? 'letters' : 'scenes') },
    h('h4', null, q.say(inbox ? 'letters' : 'scenes')),
    inbox
      ? h('ol', { class: 'hv-qlist' }, lettersOf(model).map((letter, i) => entry('item:' + letter.id, 'nav.' + letter.id, i, nameOfLetter(letter), h('span', null, q.say(letter.genuine ? 'is_genuine' : 'is_fraud')), h('span', null, q.say(('channel_' + letter.channel) as 'channel_sms')))))
      : h(
          'ol',
          { class: 'hv-qlist' },
          model.scenes.map((scene, i) =>
            entry(
              'scene:' + scene.id,
              'nav.' + scene.id,
              i,
              nameOfScene(scene),
              model.start === scene.id && h('b', null, q.say('start_short')),
              h('span', null, scene.ending ? q.say(('end_' + scene.ending.kind) as 'end_good') : q.say(('channel_' + scene.channel) as 'channel_sms')),
              !scene.ending && h('span', null, q.say('n_ways', { n: waysOf(scene).length })),
            ),
          ),
        ),
    h(
      'div',
      { class: 'hv-addrow' },
      inbox
        ? [desk.button(q.say('add_fraud'), () => addLetter(desk, q, at(lettersOf(model)), false), 'small', 'nav.add'), desk.button(q.say('add_genuine'), () => addLetter(desk, q, at(lettersOf(model)), true), 'small', 'nav.add2')]
        : desk.button(q.say('add_scene'), () => addScene(desk, q, at(model.scenes)), 'small', 'nav.add'),
    ),
    h(
      'ul',
      { class: 'hv-sections' },
      sectionsOf(model).map((view) => h('li', null, row(view, 'nav.' + view, view === 'files' ? desk.w.say('files_view') : view === 'settings' ? desk.w.say('settings_view') : q.say(((view === 'play' ? 'inbox' : view) + '_view') as 'story_view'), signs(view)))),
    ),
  );
}
