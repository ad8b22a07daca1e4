/** The story as a whole: how it begins, how it is scored, what to start from; and the settings of the block. */
import { h, type Child } from '../../shared/dom';
import { form } from '../../studio/fields';
import { flagField, selectField } from '../../studio/visual/fields';
import { shownSettings } from './facts';
import { emptyInbox, emptyStory, isTriage, nameOfScene } from './model';
import { sampleInbox, sampleStory } from './model-samples';
import { Spot, type SimDesk, type SimStudioWords } from './scene-fields';
import { inboxFields } from './triage';

export function storyView(desk: SimDesk, q: SimStudioWords, lang: string, onlySettings = false): Child {
  const { model, places } = desk;
  const top = new Spot(desk, q, [], '');
  if (onlySettings) {
    const fields = form(shownSettings(desk.fields()), desk.uid + '-set', () => desk.set({ ...desk.doc.settings, ...fields.read() }));
    fields.node.querySelectorAll('input,select').forEach((control) => control.setAttribute('data-path', control.id));
    return [h('h3', null, desk.w.say('settings_view')), fields.node];
  }
  const inbox = isTriage(model);
  const title = desk.fields().filter((spec) => spec.name === 'display_name');
  const name = form(title, desk.uid + '-name', () => desk.set({ ...desk.doc.settings, ...name.read() }));
  name.node.querySelectorAll('input').forEach((control) => control.setAttribute('data-path', control.id));
  const scoring = top.at('scoring');
  return [
    h('h3', null, q.say('story_view')),
    title.length > 0 && name.node,
    top.rich('intro', 'intro', { help: 'intro_how' }),
    inbox
      ? inboxFields(desk, q)
      : [
          h(
            'div',
            { class: 'hv-form' },
            selectField(places, {
              path: 'start', label: q.say('start'), value: model.start, choices: startChoices(desk, q),
              oninput: (value) => top.at('start').choose(value, 'start', 'did_start'),
            }),
            scoring.select('by', 'scoring', [['ending', q.t('by_ending')], ['choices', q.t('by_choices')], ['meters', q.t('by_meters')]], { help: 'scoring_how', fallback: 'ending' }),
          ),
          flagField(places, {
            path: 'shuffle', label: q.say('shuffle'), help: q.say('shuffle_how'), value: model['shuffle'] !== false,
            oninput: (is) => {
              // Mixed is what a story is where nothing else is said.
              const { shuffle: _shuffle, ...rest } = desk.model;
              desk.change((is ? rest : { ...rest, shuffle: false }) as typeof model, { label: q.t('did_choose') });
            },
          }),
          places.slot('scenes', null),
        ],
    places.slot('content', null),
    places.slot('schema', null),
    startOver(desk, q, lang),
  ];
}

function startChoices(desk: SimDesk, q: SimStudioWords): Array<[string, string]> {
  const { model } = desk;
  const choices = model.scenes.map((scene, i): [string, string] => [scene.id, `${i + 1}. ${nameOfScene(scene)}`]);
  return choices.some(([id]) => id === model.start) ? choices : [[model.start, q.t('to_missing', { id: model.start })], ...choices];
}

/** Another beginning: a step that can be undone. */
function startOver(desk: SimDesk, q: SimStudioWords, lang: string): HTMLElement {
  const take = (make: () => typeof desk.model): void => {
    const empty = make === emptyStory || make === emptyInbox;
    desk.change(make(), { label: q.t('did_start_over'), redraw: true, fresh: empty ? '' : null });
    desk.go('');
    desk.offerUndo(q.t('started_over'));
  };
  return h(
    'details',
    { class: 'hv-fold' },
    h('summary', { 'data-path': 'startover' }, q.say('start_over')),
    h('p', { class: 'hv-how' }, q.say('start_over_how')),
    h(
      'div',
      { class: 'hv-row hv-row--tight' },
      desk.button(q.say('sample_story'), () => take(() => sampleStory(lang)), 'small'),
      desk.button(q.say('empty_story'), () => take(emptyStory), 'small'),
      desk.button(q.say('sample_inbox'), () => take(() => sampleInbox(lang)), 'small'),
      desk.button(q.say('empty_inbox'), () => take(emptyInbox), 'small'),
    ),
  );
}
