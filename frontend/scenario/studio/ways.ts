/** What leads on from a scene: choices, typed replies with their fallback, the outcomes of a question. */
import { h, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { plain, type Row } from '../../quiz/studio/model';
import { selectField } from '../../studio/visual/fields';
import { conditionField, conditionWords } from './condition';
import { idFor, insertScene, nameOfScene, newFallback, newReply, newScene, newWay, numbered, sceneIds, wayId, wayIds, type Scene, type Way, type WayKind } from './model';
import { rowsField, type Spot } from './scene-fields';

const NEW = '+';

/** The scene that `spot` (of the scene itself) stands for, as it is now. */
const sceneOf = (spot: Spot): Scene => spot.value as Scene;

/** Where a way leads: one of the scenes, or a new one that is made on the spot. */
function target(way: Spot, scene: Spot): HTMLElement {
  const { desk, q } = way;
  const { model } = desk;
  const spot = way.at('to');
  const now = String(spot.value || '');
  const known = model.scenes.some((one) => one.id === now);
  const choices = model.scenes.map((one, i): [string, string] => [one.id, `${i + 1}. ${nameOfScene(one)}${one.ending ? ' ■' : ''}`]);
  if (!known) choices.unshift([now, now ? q.t('to_missing', { id: now }) : q.t('to_choose')]);
  choices.push([NEW, q.t('to_new')]);
  const box = selectField(desk.places, {
    path: spot.where, label: q.say('to'), value: now, choices, makes: NEW,
    oninput: (value) => {
      if (value !== NEW) return spot.choose(value, spot.where, 'did_target');
      // What was typed since the form was drawn is in the desk's model, not in ours.
      const { model: now } = desk;
      const at = now.scenes.findIndex((one) => one.id === sceneOf(scene).id);
      const id = idFor(plain(way.get('text')), sceneIds(now), 'canh');
      // It is called by what led there until its author finds a better name.
      const next = { ...newScene(id, sceneOf(scene).channel), title: plain(way.get('text')) };
      const key = 'make ' + id; // the scene and the way to it are one step
      desk.change(insertScene(now, next, at + 1), { label: q.t('did_add_scene'), key, fresh: 'scenes.' + id });
      spot.put(id, { key, label: q.t('did_add_scene'), redraw: true, focus: way.where + '.open', say: q.t('new_scene_made') });
    },
  });
  const open = desk.button([icon(icons.next), q.say('to_open')], () => desk.go('scene:' + String(spot.value)), 'small', way.where + '.open');
  if (known) box.appendChild(open);
  return box;
}

const SCORES: Array<[string, 'score_none' | 'score_right' | 'score_half' | 'score_wrong']> = [['', 'score_none'], ['1', 'score_right'], ['0.5', 'score_half'], ['0', 'score_wrong']];

/** Not judged, right, half, wrong; or any share in between. */
function score(way: Spot): Child {
  const { desk, q } = way;
  const spot = way.at('score');
  const now = spot.value === null || spot.value === undefined ? '' : String(spot.value);
  const usual = SCORES.some(([one]) => one === now);
  const choices = SCORES.map(([one, label]): [string, string] => [one, q.t(label)]);
  choices.push(['other', q.t('score_other')]);
  return [
    selectField(desk.places, {
      path: usual ? spot.where : spot.where + '.kind', label: q.say('score'), value: usual ? now : 'other', choices,
      oninput: (value) => spot.choose(value === '' ? null : value === 'other' ? 0.7 : Number(value), spot.where),
    }),
    !usual && way.number('score', 'score_share', { min: 0, max: 1, empty: null }),
  ];
}

/** A way in short: its words, where it leads, how it is judged. */
function briefWay(scene: Spot, way: Way, words: string): Child {
  const { q, desk } = scene;
  const target = desk.model.scenes.filter((one) => one.id === way.to)[0];
  const judged = SCORES.filter(([one]) => one === (way.score === null || way.score === undefined ? '' : String(way.score)))[0];
  return [
    h('span', { class: 'hv-briefwords' }, words || q.say('no_words')),
    h(
      'span',
      { class: 'hv-navmeta' },
      h('span', null, icon(icons.next), ' ', target ? nameOfScene(target) : q.say('to_nowhere')),
      way.score !== null && way.score !== undefined && h('span', null, judged ? q.say(judged[1]) : q.say('score_n', { n: q.num(way.score) })),
      way.exit && h('span', null, q.say('exit_short')),
      way.when && h('span', null, q.say('has_condition')),
    ),
  ];
}

/** What the way does to meters and flags. */
function effects(way: Spot): HTMLElement {
  const { desk, q } = way;
  const { model } = desk;
  const spot = way.at('effects');
  const fresh = (): Row => {
    const [meter] = model.meters;
    return meter ? { meter: meter.id, add: meter.good === 'low' ? 10 : -10 } : { flag: model.flags[0] || 'dau-1', set: true };
  };
  return rowsField({
    spot, label: 'effects', help: model.meters.length || model.flags.length ? 'effects_how' : 'effects_none', name: (_row, i) => q.t('effect_n', { n: i + 1 }), add: 'add_effect', first: 'what', fixed: true, fresh,
    fields: (at, row) => {
      const isMeter = 'meter' in row;
      const now = isMeter ? 'meter:' + String(row['meter']) : 'flag:' + String(row['flag']);
      const choices: Array<[string, string]> = [
        ...model.meters.map((meter): [string, string] => ['meter:' + meter.id, q.t('meter_named', { meter: meter.label || meter.id })]),
        ...model.flags.map((flag): [string, string] => ['flag:' + flag, q.t('flag_named', { flag })]),
        [NEW, q.t('flag_new')],
      ];
      if (!choices.some(([one]) => one === now)) choices.unshift([now, now.replace(/^\w+:/, '')]);
      const what = selectField(desk.places, {
        path: at.where + '.what', label: q.say('effect_on'), value: now, choices, makes: NEW,
        oninput: (value) => {
          if (value === NEW) {
            const { flags } = desk.model;
            const flag = numbered('dau-', flags);
            const key = 'make ' + flag; // one step
            desk.change({ ...desk.model, flags: flags.concat(flag) }, { label: q.t('did_add'), key });
            return at.put({ flag, set: true }, { key, label: q.t('did_add'), redraw: true, focus: at.where + '.what' });
          }
          const id = value.replace(/^\w+:/, '');
          at.choose(/^meter:/.test(value) ? { meter: id, add: isMeter ? at.get('add') : -10 } : { flag: id, set: isMeter ? true : at.get('set') !== false }, at.where + '.what');
        },
      });
      const second = isMeter
        ? at.number('add', 'effect_add', { help: 'effect_add_how', empty: 0 })
        : selectField(desk.places, { path: at.where + '.set', label: q.say('effect_set'), value: row['set'] === false ? 'no' : 'yes', choices: [['yes', q.t('set_yes')], ['no', q.t('set_no')]], oninput: (value) => at.at('set').choose(value === 'yes', at.where + '.set') });
      return h('div', { class: 'hv-form' }, what, second);
    },
  });
}

/** The fields of a way; which there are depends on what leads along it. */
function fields(way: Spot, scene: Spot, kind: WayKind): Child {
  const { q } = way;
  const value = way.value as Way;
  const outcome = kind === 'right' || kind === 'wrong';
  const conditional = kind === 'choice' || kind === 'reply';
  return [
    kind === 'choice' && way.rich('text', 'choice_text', { line: true, help: 'choice_text_how' }),
    kind === 'reply' && [patterns(way), optionalText(way)],
    way.rich('feedback', outcome ? 'feedback_outcome' : 'feedback', { short: true }),
    h('div', { class: 'hv-form' }, target(way, scene), !outcome && score(way)),
    !outcome && way.flag('exit', 'exit', 'exit_how'),
    way.fold(
      'more',
      [q.say(outcome ? 'more_outcome' : 'more_way'), h('span', { class: 'hv-foldsays' }, inside(way, value))],
      false,
      effects(way),
      conditional && conditionField(way.at('when'), kind === 'reply' ? 'when_reply' : 'when_choice'),
      !outcome && way.competencies(),
      way.id('id_how_way', wayIds(sceneOf(scene))),
    ),
  ];
}

/** What is in the fold of a way. */
function inside(way: Spot, value: Way): string {
  const { q, desk } = way;
  const n = (value.effects || []).length;
  const m = (value.competencies || []).length;
  return [n && q.t('n_effects', { n }), m && q.t('n_competencies', { n: m }), value.when && q.t('only_when', { what: conditionWords(q, desk.model, value.when) })].filter((one) => one).join(' · ');
}

/** The phrases by which a typed reply is known, one a line. */
function patterns(way: Spot): HTMLElement {
  const { desk, q } = way;
  const spot = way.at('patterns');
  const list = (Array.isArray(spot.value) ? spot.value : []) as string[];
  const id = desk.places.id(spot.where);
  const area = h('textarea', { id, class: 'hv-lines', rows: Math.max(2, list.length + 1), 'aria-describedby': id + '-help ' + id + '-says', oninput: () => {
      const lines = area.value.split(/\n/).map((line) => line.trim()).filter((line) => line);
      spot.put(lines);
    } });
  area.value = list.join('\n');
  return h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: id }, q.say('patterns')), area, h('p', { id: id + '-help', class: 'hv-how' }, q.say('patterns_how')), desk.places.slot(spot.where, area));
}

/** A reply has a `text` only where its author named it: an empty one is left out. */
function optionalText(way: Spot): HTMLElement {
  const box = way.rich('text', 'reply_name', { line: true, help: 'reply_name_how' });
  box.addEventListener('input', () => {
    const value = way.value as Way;
    if (value.text !== '') return;
    const { text: _text, ...rest } = value;
    way.put(rest, { key: way.where + '.text' });
  });
  return box;
}

export function choicesField(scene: Spot): HTMLElement {
  const { q } = scene;
  const spot = scene.at('choices');
  return rowsField({
    spot, label: 'choices', help: 'choices_how', add: 'add_choice', first: 'text',
    name: (_row, i) => q.t('choice_n', { n: i + 1 }),
    brief: (row) => briefWay(scene, row as Way, plain(row['text'])),
    todo: (row) => !plain(row['text']) || !row['to'] || !row['feedback'],
    fresh: () => newWay(wayId(sceneOf(scene)), ''),
    copy: (row) => ({ ...row, id: wayId(sceneOf(scene)) }),
    fields: (at) => fields(at, scene, 'choice'),
  });
}

/** An answer to be typed: what is asked, the replies that are foreseen, and what any other answer leads to. */
export function typedField(scene: Spot): Child {
  const { desk, q } = scene;
  const spot = scene.at('input');
  const value = sceneOf(scene).input;
  if (!value) {
    return desk.button(q.say('add_input'), () => {
      const reply = wayId(sceneOf(scene));
      spot.choose({ prompt: '', ignore_diacritics: true, replies: [newReply(reply, '')], fallback: newFallback(wayIds(sceneOf(scene)).indexOf('other') < 0 ? 'other' : wayId(sceneOf(scene)) + '-other', '') }, spot.where + '.prompt', 'did_add', spot.where);
    }, 'small', spot.where);
  }
  const fallback = spot.at('fallback');
  return h(
    'section',
    { class: 'hv-part', 'aria-label': q.t('input') },
    h('div', { class: 'hv-rowhead' }, h('h4', null, q.say('input')), part(scene, 'input', 'remove_input')),
    spot.rich('prompt', 'prompt', { short: true }),
    spot.flag('ignore_diacritics', 'ignore_diacritics'),
    rowsField({
      spot: spot.at('replies'), label: 'replies', help: 'replies_how', add: 'add_reply', first: 'patterns',
      name: (_row, i) => q.t('reply_n', { n: i + 1 }),
      brief: (row) => briefWay(scene, row as Way, plain(row['text']) || ((row['patterns'] as string[]) || []).join(', ')),
      todo: (row) => !((row['patterns'] as string[]) || []).join('') || !row['to'] || !row['feedback'],
      fresh: () => newReply(wayId(sceneOf(scene)), ''),
      copy: (row) => ({ ...row, id: wayId(sceneOf(scene)) }),
      fields: (at) => fields(at, scene, 'reply'),
    }),
    value.fallback
      ? h('div', { class: 'hv-rowbox', role: 'group', 'aria-label': q.t('fallback') }, h('p', { class: 'hv-rowname' }, q.say('fallback')), desk.places.slot(fallback.where, null), fields(fallback, scene, 'fallback'))
      : [desk.places.slot(fallback.where, null), desk.button(q.say('add_fallback'), () => fallback.choose(newFallback(wayId(sceneOf(scene)), ''), fallback.where + '.to', 'did_add', fallback.where), 'small', fallback.where)],
    desk.places.slot(spot.where, null),
  );
}

/** Takes an optional part out of the scene, key and all. */
export function part(scene: Spot, key: 'input' | 'question', label: 'remove_input' | 'remove_question'): HTMLElement {
  const { desk, q } = scene;
  return desk.button(q.say(label), () => {
    const { [key]: _gone, ...rest } = sceneOf(scene);
    scene.choose(rest, scene.where + '.' + key, 'did_remove');
    desk.offerUndo(q.t('removed', { what: q.t(key) }));
  }, 'small', scene.where + '.' + key + '.remove');
}

/** What a right or wrong answer to a question leads to. */
export function outcomeField(scene: Spot, kind: 'right' | 'wrong'): HTMLElement {
  const { desk, q } = scene;
  const spot = scene.at('question').at(kind);
  return h('div', { class: 'hv-rowbox', role: 'group', 'aria-label': q.t(kind) }, h('p', { class: 'hv-rowname' }, q.say(kind)), desk.places.slot(spot.where, null), fields(spot, scene, kind));
}
