import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Story } from '../scenario/studio/model';
import { open, python } from './story-hands';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

const stories = JSON.parse(
  python(`
import glob, json
from xblocks.scenario_sim.formats import markdown
from tests.scenario_sim.stories import DEMO, INBOX
from tests.scenario_sim.rich_stories import Maker
from xblocks.scenario_sim.story import Story
from random import Random
found = {}
for path in sorted(glob.glob('content/modules/*/*.md')):
    text = open(path, encoding='utf-8').read()
    if 'kind: scenario_sim' in text[:300] and markdown.read(text).model is not None:
        found[path.split('/')[2]] = markdown.read(text).model
for seed in range(6):
    found[f'rich {seed}'] = Maker(Random(seed)).story()
    found[f'rich inbox {seed}'] = Maker(Random(seed)).inbox()
for name, data in (('demo', DEMO), ('inbox', INBOX)):
    found[name] = data if isinstance(data, Story) else Story.from_json(data)
print(json.dumps({name: json.loads(one.to_json()) for name, one in found.items()}))`),
) as Record<string, Story>;

/** Every value of a story with the path by which findings name it. */
function leaves(value: unknown, path: string, out: string[]): void {
  if (Array.isArray(value) && value.length && typeof value[0] === 'object' && !Array.isArray(value[0])) value.forEach((row, i) => leaves(row, `${path}.${String((row as { id?: string }).id || i + 1)}`, out));
  else if (value && typeof value === 'object' && !Array.isArray(value)) for (const [key, one] of Object.entries(value)) leaves(one, path ? `${path}.${key}` : key, out);
  else out.push(path);
}
/** What a form says in another way: lists as one control, effects as "what" and "how much", a whole that is off as a button. */
function controlOf(path: string): string[] {
  if (/\.effects\.\d+\.(meter|flag)$/.test(path)) return [path.replace(/\.\w+$/, '.what')];
  if (/\.score$/.test(path)) return [path, path + '.kind'];
  if (/\.effects$|\.messages$|\.choices$|\.cues$|\.replies$|\.items$|\.actions$|^(facts|meters|scenes)$/.test(path)) return [path, path + '.add', path + '.mark', path.replace(/choices$/, 'ending')];
  if (/\.channel$|\.genuine$/.test(path)) return [path, path + '.sms', path + '.true'];
  if (/^flags$/.test(path)) return ['flags.add'];
  return [path];
}
/** Of what is written elsewhere or nowhere: the schema; the ids of signs, which nothing names; conditions in an inbox, which has none; a question's own rows are the business of the quiz's form. */
const APART = /^(schema|mode)$|\.question\.item\.(?!text$|hint$|explanation$|points$|tags$|competencies$|id$|type$)|^triage\.items$|\.channel_info$|\.cues\.[^.]+\.id$|^triage\.items\..*\.when$/;

describe('every story there is', () => {
  it.each(Object.keys(stories))('%s: each of its values has a field, and looking at all of them changes nothing', async (name) => {
    const whole = stories[name]!;
    // Of the long ones every form of some scenes: the same forms serve them all.
    const model: Story = whole.scenes && whole.scenes.length > 8 ? { ...whole, scenes: whole.scenes.filter((_scene, i) => i % 6 === 0) } : whole;
    const before = JSON.stringify(model);
    const e = await open(model);
    const seen = new Set<string>();
    const views = ['story', 'meters', 'debrief', 'settings', ...(model.scenes || []).map((one) => 'scene:' + one.id), ...(model.triage ? model.triage.items.map((one) => 'item:' + one.id) : [])];
    for (const view of views) {
      e.desk.go(view);
      e.paths().forEach((path) => seen.add(path));
    }
    expect(e.desk.dirty).toBe(false);
    expect(JSON.stringify(e.desk.model)).toBe(before);
    const all: string[] = [];
    leaves(model, '', all);
    expect(all.filter((path) => !APART.test(path) && !controlOf(path).some((one) => seen.has(one)))).toEqual([]);
    await e.desk.save();
    expect(JSON.stringify(e.sent('studio_save_model')[0]!['model'])).toBe(before);
  });
});
