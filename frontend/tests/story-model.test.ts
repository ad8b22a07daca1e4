import { describe, expect, it } from 'vitest';
import { setIn } from '../quiz/studio/item';
import { wholeWords } from '../scenario/studio/cues';
import {
  append, duplicateScene, emptyInbox, emptyStory, idFor, insertScene, leavesOf, movedPlace, moveScene, newScene, newWay, pointingTo, removeScene, removeThing, renameFact, renameScene, renameThing, sceneIds,
  usesOf, waysOf, whole, type Scene, type Story,
} from '../scenario/studio/model';
import { sampleInbox, sampleStory } from '../scenario/studio/model-samples';
import { python } from './story-hands';

const frozen = <T>(value: T): T => {
  if (value && typeof value === 'object') {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
};
const scene = (id: string, more: Partial<Scene> = {}): Scene => ({ ...newScene(id), title: id.toUpperCase(), ...more });
/** A story in which every kind of way, condition and effect names things. */
const story = (): Story =>
  whole({
    schema: 1, start: 'a', future: { kept: true },
    meters: [{ id: 'tien', label: 'Tiền', start: 100, min: 0, max: 100, unit: '%', good: 'high' }],
    flags: ['da-tin'],
    scenes: [
      scene('a', {
        messages: [{ id: 'm1', from: '', side: 'them', text: 'Chào', when: ['visits', 'b', '>=', 2], audio: '', transcript: '', genuine: false, cues: [] }],
        choices: [
          { ...newWay('di', 'b'), when: ['all', ['flag', 'da-tin'], ['not', ['any', ['meter', 'tien', '<', 50], ['visits', 'b', '=', 1]]]], effects: [{ meter: 'tien', add: -50 }, { flag: 'da-tin', set: true }], secret: 1 } as never,
          newWay('o-lai', 'a'),
        ],
      }),
      scene('b', {
        input: { prompt: '?', ignore_diacritics: true, replies: [{ ...newWay('r', 'a'), patterns: ['không'] }, { ...newWay('s', 'c'), patterns: ['có'] }], fallback: newWay('other', 'a') },
        question: { item: { id: 'q', type: 'true_false', text: 'Đúng không?' }, right: newWay('right', 'c'), wrong: newWay('wrong', 'a') },
      }),
      scene('c', { ending: { kind: 'good', score: 1, title: '', text: 'Xong' } }),
    ],
    debrief: { text: '', actions: [{ text: 'Gọi', fact: 'so' }] },
    facts: [{ id: 'so', text: '156', source: 'https://a.vn', checked_on: '2026-01-01', valid_from: null }],
  });
const targets = (model: Story, id: string): string[] => waysOf(model.scenes.filter((one) => one.id === id)[0]!).map(({ way }) => way.to);

describe('a story on the desk', () => {
  it('is the very same when it is only opened', () => {
    const text = JSON.stringify(story());
    expect(JSON.stringify(whole(JSON.parse(text) as Story))).toBe(text);
    expect(whole(JSON.parse(JSON.stringify(emptyInbox())) as Story)).toEqual(emptyInbox());
  });

  it('renames a scene everywhere that it is named, and nothing else', () => {
    const before = frozen(story());
    const after = renameScene(before, 'b', 'giua');
    expect(sceneIds(after)).toEqual(['a', 'giua', 'c']);
    expect(targets(after, 'a')).toEqual(['giua', 'a']);
    const [a] = after.scenes;
    expect(leavesOf(a!.choices[0]!.when)).toEqual([['flag', 'da-tin'], ['meter', 'tien', '<', 50], ['visits', 'giua', '=', 1]]);
    expect(a!.messages[0]!.when).toEqual(['visits', 'giua', '>=', 2]);
    expect(a!.choices[0]!['secret']).toBe(1);
    expect(after['future']).toEqual({ kept: true });
    expect(after.scenes[2]).toBe(before.scenes[2]);
    expect(JSON.stringify(after).replace(/giua/g, 'b')).toBe(JSON.stringify(before));
    expect(renameScene(before, 'a', 'dau').start).toBe('dau');
    expect(targets(renameScene(before, 'a', 'dau'), 'b')).toEqual(['dau', 'c', 'dau', 'c', 'dau']);
    expect(renameScene(before, 'khong-co', 'x')).toBe(before);
  });

  it('says who leads to a scene', () => {
    expect(pointingTo(story(), 'a').map(({ scene: one, kind, way }) => [one.id, kind, way.id])).toEqual([['a', 'choice', 'o-lai'], ['b', 'reply', 'r'], ['b', 'fallback', 'other'], ['b', 'wrong', 'wrong']]);
  });

  it('lets the ways to a deleted scene stay open, go along, or lead elsewhere', () => {
    const before = frozen(story());
    const open = removeScene(before, 'a', 'open');
    expect(sceneIds(open)).toEqual(['b', 'c']);
    expect(open.start).toBe('b');
    expect(targets(open, 'b')).toEqual(['a', 'c', 'a', 'c', 'a']);
    // A fallback and an outcome cannot be missing: they stay, to be mended.
    expect(targets(removeScene(before, 'a', 'remove'), 'b')).toEqual(['c', 'a', 'c', 'a']);
    expect(targets(removeScene(before, 'a', { to: 'c' }), 'b')).toEqual(['c', 'c', 'c', 'c', 'c']);
  });

  it('copies a scene with its loops to itself, under an id of its own', () => {
    const after = duplicateScene(frozen(story()), 0, 'A (bản sao)');
    expect(sceneIds(after)).toEqual(['a', 'a-1', 'b', 'c']);
    expect(targets(after, 'a-1')).toEqual(['b', 'a-1']);
    expect(targets(after, 'a')).toEqual(['b', 'a']);
    let many = after;
    for (let i = 0; i < 40; i++) many = duplicateScene(many, i % many.scenes.length, '');
    expect(new Set(sceneIds(many)).size).toBe(many.scenes.length);
    for (const id of sceneIds(many)) expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
  });

  it('moves scenes within the story only', () => {
    const before = frozen(story());
    expect(sceneIds(moveScene(before, 0, 1))).toEqual(['b', 'a', 'c']);
    expect(moveScene(before, 0, -1)).toBe(before);
    expect(moveScene(before, 2, 1)).toBe(before);
    expect(sceneIds(insertScene(before, newScene('moi'), 1))).toEqual(['a', 'moi', 'b', 'c']);
  });

  it('renames meters, flags and facts where they are named, and takes their effects along when they go', () => {
    const before = frozen(story());
    expect([usesOf(before, 'meter', 'tien'), usesOf(before, 'flag', 'da-tin'), usesOf(before, 'fact', 'so')]).toEqual([2, 2, 1]);
    const paid = renameThing(before, 'meter', 'tien', 'vi');
    expect(JSON.stringify(paid).replace(/"vi"/g, '"tien"')).toBe(JSON.stringify(before));
    const told = renameThing(before, 'flag', 'da-tin', 'tin');
    expect(told.flags).toEqual(['tin']);
    expect(usesOf(told, 'flag', 'tin')).toBe(2);
    const less = removeThing(before, 'meter', 'tien');
    expect(less.meters).toEqual([]);
    expect(less.scenes[0]!.choices[0]!.effects).toEqual([{ flag: 'da-tin', set: true }]);
    // What a condition asks for is not guessed away: the server says that it is missing.
    expect(usesOf(less, 'meter', 'tien')).toBe(1);
    expect(renameFact(before, 'so', 'kenh').debrief.actions[0]!.fact).toBe('kenh');
  });

  it('carries the arranged place of a scene along', () => {
    const settings = frozen({ layout: '{"a":[1,2],"b":[3,4]}', weight: 1 });
    expect(movedPlace(settings, 'b', 'giua')).toEqual({ layout: '{"a":[1,2],"giua":[3,4]}', weight: 1 });
    expect(movedPlace(settings, 'b', null)).toEqual({ layout: '{"a":[1,2]}', weight: 1 });
    expect(movedPlace(movedPlace(settings, 'b', null), 'a', null)).toEqual({ layout: '', weight: 1 });
    expect(movedPlace(settings, 'c', 'd')).toBe(settings);
    expect(movedPlace(frozen({ layout: 'not json' }), 'a', 'b')).toEqual({ layout: 'not json' });
  });

  it('takes in another story without letting two things have one name', () => {
    const after = append(frozen(story()), frozen(story()), () => 0.5);
    expect(after.scenes.length).toBe(6);
    expect(new Set(sceneIds(after)).size).toBe(6);
    expect(after.start).toBe('a');
    const known = new Set(sceneIds(after));
    for (const one of after.scenes) for (const { way } of waysOf(one)) expect(known.has(way.to)).toBe(true);
    const mine = new Set(sceneIds(story()));
    for (const one of after.scenes.slice(3)) for (const { way } of waysOf(one)) expect(mine.has(way.to)).toBe(false);
    expect(after.meters.length).toBe(1);
    const inbox = append(sampleInbox('vi'), sampleInbox('vi'));
    expect(new Set(inbox.triage!.items.map((one) => one.id)).size).toBe(4);
  });

  it('gives ids that say what something is', () => {
    expect(idFor('Cúp máy, gọi 156', [], 'x')).toBe('cup-may-goi-156');
    expect(idFor('Đi', ['di'], 'x')).toBe('di-1');
    expect(idFor('…', [], 'canh')).toBe('canh');
  });
});

describe('words for a sign', () => {
  it('are whole words that stand in the message', () => {
    const text = 'Bạn phải chuyển tiền ngay, nếu không sẽ bị bắt.';
    expect(wholeWords(text, 'uyển tiền ng')).toBe('chuyển tiền ngay');
    expect(wholeWords(text, ' chuyển \n tiền ')).toBe('chuyển tiền');
    expect(wholeWords(text, 'bắt')).toBe('bắt');
    expect(wholeWords(text, 'ngay,')).toBe('ngay,');
    expect(wholeWords(text, 'chuyển khoản')).toBeNull();
    expect(wholeWords(text, '  ')).toBeNull();
    // Typed with combining marks: the same words.
    expect(wholeWords(text, 'chuyển tiền'.normalize('NFD'))).toBe('chuyển tiền');
  });
});

describe('beginnings', () => {
  it.each([['sampleStory', sampleStory('vi')], ['sampleStory in English', sampleStory('en')]] as const)('%s leads from its start to its endings', (_name, model) => {
    const known = new Set(sceneIds(model));
    for (const one of model.scenes) {
      for (const { way } of waysOf(one)) expect(known.has(way.to)).toBe(true);
      for (const message of one.messages) for (const cue of message.cues) expect(message.text).toContain(cue.quote);
    }
    expect(known.has(model.start)).toBe(true);
  });
});

describe('every story there is', () => {
  const all = JSON.parse(
    python(`
import glob, json
from xblocks.scenario_sim.formats import markdown
from tests.scenario_sim.stories import DEMO, INBOX
from xblocks.scenario_sim.story import Story
found = {}
for path in sorted(glob.glob('content/modules/*/*.md')):
    text = open(path, encoding='utf-8').read()
    if 'kind: scenario_sim' in text[:300]:
        model = markdown.read(text).model
        if model is not None:
            found[path] = json.loads(model.to_json())
for name, data in (('demo', DEMO), ('inbox', INBOX)):
    found[name] = json.loads((data if isinstance(data, Story) else Story.from_json(data)).to_json())
print(json.dumps(found))`),
  ) as Record<string, Story>;

  it('is looked at', () => expect(Object.keys(all).filter((path) => path.startsWith('content/')).length).toBeGreaterThanOrEqual(15));

  it.each(Object.keys(all))('%s opens and saves as the very same content', (path) => {
    const data = all[path]!;
    expect(whole(data)).toEqual(data);
    expect(Object.keys(whole(data)).sort()).toEqual(Object.keys(data).sort());
  });

  it('stays readable through operations of the forms, and the samples are without a fault', () => {
    const stories = Object.values(all).filter((one) => !one.triage);
    const changed = stories.map((model) => {
      let m = frozen(whole(model));
      const first = m.scenes[0]!.id;
      m = frozen(renameScene(m, first, 'canh-doi-ten'));
      m = frozen(duplicateScene(m, 0, 'Bản sao'));
      m = frozen(moveScene(m, 1, 1));
      m = frozen(renameScene(m, 'canh-doi-ten', first));
      return frozen(setIn(m, ['scenes', 0, 'title'], 'Tên mới'));
    });
    const reply = python(
      `
import json, sys
from datetime import date
from xblocks.scenario_sim.checks import check_story
from xblocks.scenario_sim.story import Story
given = json.loads(sys.stdin.read())
for one in given['changed']:
    Story.from_json(one)
print(json.dumps([[f.code for f in check_story(Story.from_json(one), today=date(2026, 11, 22))] for one in given['samples']]))`,
      JSON.stringify({ changed, samples: [sampleStory('vi'), sampleStory('en'), sampleInbox('vi'), sampleInbox('en')] }),
    );
    expect(JSON.parse(reply)).toEqual([[], [], [], []]);
    expect(emptyStory().scenes.length).toBe(1);
  });
});
