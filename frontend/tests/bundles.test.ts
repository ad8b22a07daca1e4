// @vitest-environment node
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { strings as quiz } from '../quiz/strings';
import { strings as sim } from '../scenario/strings';
import { table } from '../shared/i18n';
// @ts-expect-error: a plain script without types
import { outputs, sizes } from '../build.mjs';

const top = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, top), 'utf8');
const built = (await (outputs as () => Promise<Map<string, string>>)()) as Map<string, string>;

describe('committed bundles', () => {
  it.each([...built.keys()])('%s is what a rebuild gives', (path) => {
    expect(existsSync(new URL(path, top)) && read(path) === built.get(path), 'run "npm run build" in frontend/ and commit the result').toBe(true);
  });

  it('builds the same bytes twice', async () => expect([...(await (outputs as () => Promise<Map<string, string>>)())]).toEqual([...built]));

  it('keeps within its budgets', () => {
    const rows = (sizes as (files: Map<string, string>) => Array<{ name: string; bytes: number; limit: number }>)(built);
    for (const { name, bytes, limit } of rows) expect(bytes, name).toBeLessThanOrEqual(limit);
    expect(rows.map((row) => row.name).filter((name) => /with a quiz|with a simulation|with both/.test(name)).length).toBeGreaterThanOrEqual(4);
  });

  it.each([...built.keys()].filter((path) => path.startsWith('xblocks')))('%s does nothing that a frame as tall as its content cannot bear, and names no other host', (path) => {
    const text = built.get(path)!;
    // What sticks simply does not in such a frame; in an editor that scrolls (Studio's own) it keeps the preview near.
    expect(text).not.toMatch(path.endsWith('studio.css') ? /position:\s*fixed/ : /position:\s*(fixed|sticky)/);
    expect(text).not.toMatch(/\d(vh|dvh|svh)\b/);
    expect(text).not.toMatch(/jQuery|\$\.ajax|require\(|showModal|alert\(|confirm\(|setInterval/);
    expect(text.split('http://www.w3.org/2000/svg').join('')).not.toMatch(/https?:\/\/[a-z]|@import|@font-face|eval\(|new Function/);
    if (path.endsWith('.js')) expect(text).not.toMatch(/\?\.[a-z(]|\?\?[^=]|\?\?=/i);
  });

  it.each([
    ['xblocks/skill_quiz/public/student.js', 'SkillQuizStudent'],
    ['xblocks/skill_quiz/public/studio.js', 'SkillQuizStudio'],
    ['xblocks/scenario_sim/public/student.js', 'ScenarioSimStudent'],
    ['xblocks/scenario_sim/public/studio.js', 'ScenarioSimStudio'],
  ])('%s leaves exactly its entry function on the window', (path, name) => {
    const fake: Record<string, unknown> = {};
    if (path.endsWith('student.js')) new Function('window', 'document', built.get('xblocks/skill_quiz/public/core.js')!)(fake, {});
    expect(Object.keys(fake)).toEqual(path.endsWith('student.js') ? ['hvCore'] : []);
    new Function('window', 'document', built.get(path)!)(fake, {});
    // The simulation's editor shows scenes as learners meet them: it brings what asks and the inbox along.
    expect(Object.keys(fake).filter((key) => key !== 'hvCore' && !(name === 'ScenarioSimStudio' && key === 'hvSim'))).toEqual([name]);
    // Runtimes call it with `new`; without an element it does nothing.
    expect(() => new (fake[name] as new (...args: unknown[]) => object)({}, undefined, '')).not.toThrow();
  });

  it.each([['skill_quiz', quiz], ['scenario_sim', sim]] as const)('brings the strings of %s one language at a time, all of them', (kind, catalogue) => {
    for (const lang of ['vi', 'en', 'km'] as const) {
      const fake: { hvStrings: Record<string, unknown> } = { hvStrings: { other: 1 } };
      new Function('window', built.get(`xblocks/${kind}/public/strings.${lang}.js`)!)(fake);
      expect(fake.hvStrings).toEqual({ other: 1, [kind]: table(catalogue, lang) });
    }
  });

  /** Learners read these; authors' and staff's tools speak Vietnamese and English. */
  const spoken = [...built.keys()].map((path) => /(.*\/public\/)(?!studio|staff)(\w+)\.km\.js$/.exec(path)).filter((found) => found !== null);

  it('speaks Khmer wherever a learner reads', () => expect(spoken.map((found) => found[2])).toEqual(expect.arrayContaining(['strings', 'types', 'extras', 'ask', 'inbox'])));

  it.each(spoken.map((found) => [found[1]! + found[2]!]))('%s leaves no string to another language, and says the same things in each', (path) => {
    type Table = Record<string, string | [string]>;
    const strings = (lang: string): Table => {
      const said = /=(\{lang:.*?\}\})(?:;|$)/s.exec(built.get(`${path}.${lang}.js`)!)![1]!;
      return (new Function('return ' + said)() as { t: Table }).t;
    };
    const [vi, en, km] = ['vi', 'en', 'km'].map(strings) as [Table, Table, Table];
    const holes = (text: string | [string]): string => [...new Set([...String(text).matchAll(/\{(\w+)/g)].map((hole) => hole[1]))].sort().join();
    for (const key of Object.keys(vi)) {
      expect(typeof km[key], `Khmer of “${vi[key]}”`).toBe('string');
      expect([holes(en[key]!), holes(km[key]!)], String(vi[key])).toEqual([holes(vi[key]!), holes(vi[key]!)]);
    }
    expect(Object.keys(km).length).toBeGreaterThan(5);
  });

  it('scopes every rule of a block under its own classes', () => {
    for (const path of ['xblocks/skill_quiz/public/core.css', 'xblocks/skill_quiz/public/extras.css', 'xblocks/scenario_sim/public/studio.css']) {
      const rules = built.get(path)!.replace(/@media[^{]*\{/g, '').split('}').map((rule) => rule.split('{')[0]!.trim());
      for (const selector of rules.flatMap((s) => s.split(/,(?![^(]*\))/)).filter(Boolean)) expect(selector).toMatch(/^(\.hv|:root$)/);
    }
  });

  it('has a lock file that names no host', () => expect(read('frontend/package-lock.json')).not.toMatch(/"resolved"|https?:\/\/(?!(www\.)?(opencollective|github|tidelift|paypal|patreon|dotenvx|feross|ko-fi|buymeacoffee)[./])[^"]*registry/));
});
