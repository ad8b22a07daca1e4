/** What the list beside the forms of a simulation consists of: its scenes or letters, and the other views. */
import { h } from '../../shared/dom';
import type { Side } from '../../studio/visual/side';
import { isTriage, nameOfScene, waysOf } from './model';
import { addScene } from './scene';
import type { SimDesk, SimStudioWords } from './scene-fields';
import { sectionsOf } from './subject';
import { addLetter, lettersOf, nameOfLetter } from './triage';

export function nav(desk: SimDesk, q: SimStudioWords): Side {
  const { model } = desk;
  const inbox = isTriage(model);
  const at = (list: Array<{ id: string }>): number => list.findIndex((one) => desk.view.replace(/^\w+:/, '') === one.id);
  const sections = sectionsOf(model).map((view) => ({ view, name: view === 'files' ? desk.w.say('files_view') : view === 'settings' ? desk.w.say('settings_view') : q.say(((view === 'play' ? 'inbox' : view) + '_view') as 'story_view') }));
  if (inbox)
    return {
      label: q.t('letters'), heading: q.say('letters'), sections,
      rows: lettersOf(model).map((letter) => ({
        view: 'item:' + letter.id, path: 'nav.' + letter.id, name: nameOfLetter(letter),
        meta: [h('span', null, q.say(letter.genuine ? 'is_genuine' : 'is_fraud')), h('span', null, q.say(('channel_' + letter.channel) as 'channel_sms'))],
      })),
      add: [desk.button(q.say('add_fraud'), () => addLetter(desk, q, at(lettersOf(model)), false), 'small', 'nav.add'), desk.button(q.say('add_genuine'), () => addLetter(desk, q, at(lettersOf(model)), true), 'small', 'nav.add2')],
    };
  return {
    label: q.t('scenes'), heading: q.say('scenes'), sections,
    rows: model.scenes.map((scene) => ({
      view: 'scene:' + scene.id, path: 'nav.' + scene.id, name: nameOfScene(scene),
      meta: [
        model.start === scene.id && h('b', null, q.say('start_short')),
        h('span', null, scene.ending ? q.say(('end_' + scene.ending.kind) as 'end_good') : q.say(('channel_' + scene.channel) as 'channel_sms')),
        !scene.ending && h('span', null, q.say('n_ways', { n: waysOf(scene).length })),
      ],
    })),
    add: desk.button(q.say('add_scene'), () => addScene(desk, q, at(model.scenes)), 'small', 'nav.add'),
  };
}
