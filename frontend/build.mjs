/* Builds every bundle, byte for byte the same each time.  --verify: compares with the committed files.  --dev: also frontend/dev/. */
import { build, transform } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visualLanguage } from './docs-page.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '..');

/** [output, entry, 'core' where the shared modules are taken from core.js] for scripts; [output, [parts]] for style sheets. */
const SCRIPTS = [
  ['xblocks/skill_quiz/public/core.js', 'shared/core.ts'],
  ['xblocks/skill_quiz/public/student.js', 'quiz/student.ts', 'core'],
  ['xblocks/skill_quiz/public/studio.js', 'quiz/studio.ts'],
  ['xblocks/scenario_sim/public/student.js', 'scenario/student.ts', 'core'],
  ['xblocks/scenario_sim/public/studio.js', 'scenario/studio.ts'],
  ['classroom/static/classroom/app.js', 'classroom/app.ts'],
];
const STYLES = [
  ['xblocks/skill_quiz/public/core.css', ['shared/tokens.css', 'shared/block.css', 'quiz/student.css']],
  ['xblocks/skill_quiz/public/types.css', ['quiz/types.css']],
  ['xblocks/skill_quiz/public/extras.css', ['quiz/extras.css']],
  ['xblocks/skill_quiz/public/studio.css', ['shared/tokens.css', 'shared/block.css', 'quiz/student.css', 'quiz/types.css', 'quiz/extras.css', 'studio/studio.css', 'studio/visual/visual.css', 'quiz/studio/studio.css']],
  ['xblocks/scenario_sim/public/student.css', ['scenario/student.css']],
  ['xblocks/scenario_sim/public/ask.css', ['scenario/ask.css']],
  ['xblocks/scenario_sim/public/inbox.css', ['scenario/inbox.css']],
  ['xblocks/scenario_sim/public/studio.css', ['shared/tokens.css', 'shared/block.css', 'quiz/student.css', 'quiz/types.css', 'quiz/extras.css', 'scenario/student.css', 'scenario/ask.css', 'scenario/inbox.css', 'studio/studio.css', 'studio/visual/visual.css', 'quiz/studio/studio.css', 'scenario/graph/graph.css', 'scenario/studio/play.css', 'scenario/studio/studio.css']],
  ['xblocks/skill_quiz/public/staff.css', ['staff/staff.css']],
  ['xblocks/scenario_sim/public/staff.css', ['staff/staff.css', 'scenario/graph/graph.css']],
  ['classroom/static/classroom/app.css', ['shared/tokens.css', 'shared/tokens-dark.css', 'classroom/app.css']],
];
/** [output without language, catalogue, name, script that follows]: one file a language, so that a page brings only what its reader reads. */
const STRINGS = [
  ['xblocks/skill_quiz/public/strings', 'quiz/strings.ts', 'skill_quiz'],
  ['xblocks/scenario_sim/public/strings', 'scenario/strings.ts', 'scenario_sim'],
  ['xblocks/skill_quiz/public/types', 'quiz/questions/strings.ts', 'skill_quiz_types', 'quiz/types.ts'],
  ['xblocks/skill_quiz/public/extras', 'quiz/extras/strings.ts', 'skill_quiz_extras', 'quiz/extras.ts'],
  ['xblocks/scenario_sim/public/ask', 'scenario/ask/strings.ts', 'scenario_sim_ask', 'scenario/ask.ts'],
  ['xblocks/scenario_sim/public/inbox', 'scenario/inbox/strings.ts', 'scenario_sim_inbox', 'scenario/inbox.ts'],
  ['xblocks/skill_quiz/public/staff', 'staff/quiz-strings.ts', 'skill_quiz_staff', 'staff/quiz.ts'],
  ['xblocks/scenario_sim/public/staff', 'staff/sim-strings.ts', 'scenario_sim_staff', 'staff/sim.ts'],
  ['xblocks/scenario_sim/public/map', 'scenario/map/strings.ts', 'scenario_sim_map', 'scenario/map.ts'],
];
const LANGS = ['vi', 'en', 'km'];
const files = (block, ...names) => names.map((name) => `xblocks/${block}/public/${name}`);
const core = files('skill_quiz', 'core.js', 'core.css');
const quiz = (lang) => files('skill_quiz', `strings.${lang}.js`, 'student.js');
const extras = (lang) => files('skill_quiz', `extras.${lang}.js`, 'extras.css');
const types = (lang) => files('skill_quiz', `types.${lang}.js`, 'types.css');
const ask = (lang) => files('scenario_sim', `ask.${lang}.js`, 'ask.css');
const inbox = (lang) => files('scenario_sim', `inbox.${lang}.js`, 'inbox.css');
const sim = (lang) => files('scenario_sim', `strings.${lang}.js`, 'student.js', 'student.css');
/** [name, language -> files of a page, limit in bytes]: the sum of what is downloaded, each file gzipped, in the language where it is most. */
export const BUDGETS = [
  ['a page with a quiz', (lang) => [...core, ...quiz(lang)], 15 * 1024],
  ['a page with a quiz of any types', (lang) => [...core, ...quiz(lang), ...types(lang)], 20 * 1024],
  ['a page with a quiz that has more than plain questions', (lang) => [...core, ...quiz(lang), ...extras(lang)], 20 * 1024],
  ['a page with a quiz of any types and more', (lang) => [...core, ...quiz(lang), ...types(lang), ...extras(lang)], 25 * 1024],
  ['a page with a simulation', (lang) => [...core, ...sim(lang)], 20 * 1024],
  ['a page with a simulation that asks', (lang) => [...core, ...sim(lang), ...ask(lang)], 20 * 1024],
  ['a page with a simulation that asks in any type', (lang) => [...core, ...sim(lang), ...ask(lang), ...types(lang)], 25 * 1024],
  ['a page with a simulation that asks, with pictures or recordings', (lang) => [...core, ...sim(lang), ...ask(lang), ...extras(lang)], 24 * 1024],
  ['a page with a simulation that asks in any type, with pictures or recordings', (lang) => [...core, ...sim(lang), ...ask(lang), ...types(lang), ...extras(lang)], 29 * 1024],
  ['a page with an inbox', (lang) => [...core, ...sim(lang), ...inbox(lang)], 20 * 1024],
  ['the map of a simulation, on request', (lang) => files('scenario_sim', `map.${lang}.js`), 3 * 1024],
  ['a page with both', (lang) => [...core, ...quiz(lang), ...sim(lang)], 25 * 1024],
];

/** The names that core.js leaves on the window. */
const CORE = readFileSync(join(here, 'shared/core.ts'), 'utf8').match(/\['hvCore'\] = \{([^}]*)\}/)[1].split(',').map((name) => name.trim());

/** Binds imports of `shared/<module>` to what core.js has left on the window; what it has not is bundled. */
const fromCore = {
  name: 'from-core',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^core:window$/ }, () => ({ path: 'window', namespace: 'core' }));
    onResolve({ filter: /\/shared\/\w+$/ }, ({ path }) => ({ path: basename(path), namespace: 'core' }));
    onLoad({ filter: /.*/, namespace: 'core' }, ({ path }) => {
      if (path === 'window') return { contents: 'export default window.hvCore', loader: 'js' };
      const source = readFileSync(join(here, 'shared', path + '.ts'), 'utf8');
      const names = [...source.matchAll(/^export (?:async )?(?:const|function|(?:abstract )?class) (\w+)/gm)].map((m) => m[1]).filter((name) => CORE.includes(name));
      const taken = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => core.${name})();`).join('');
      return { contents: `import core from 'core:window'; ${taken} export * from './shared/${path}.ts';`, loader: 'js', resolveDir: here };
    });
  },
};

async function script(entry, core) {
  const result = await build({
    entryPoints: [join(here, entry)], plugins: core ? [fromCore] : [], bundle: true, write: false, format: 'iife', target: 'es2019',
    minify: true, charset: 'utf8', legalComments: 'none', absWorkingDir: here, logLevel: 'warning', tsconfigRaw: { compilerOptions: { alwaysStrict: false, useDefineForClassFields: false } },
  });
  return result.outputFiles[0].text;
}

/** The catalogue's strings in `lang`, left on the window under `name`. */
async function strings(entry, name, lang) {
  const code = `import { strings } from './${entry}'; import { table } from './shared/i18n.ts'; export default table(strings, '${lang}');`;
  const result = await build({ stdin: { contents: code, resolveDir: here, loader: 'ts' }, bundle: true, write: false, format: 'esm', charset: 'utf8' });
  const { default: found } = await import('data:text/javascript;base64,' + Buffer.from(result.outputFiles[0].text).toString('base64'));
  return (await transform(`(window.hvStrings=window.hvStrings||{}).${name}=${JSON.stringify(found)}`, { minify: true, charset: 'utf8', target: 'es2019' })).code;
}

async function style(parts) {
  const source = parts.map((part) => readFileSync(join(here, part), 'utf8')).join('\n');
  return (await transform(source, { loader: 'css', minify: true, charset: 'utf8', target: ['chrome73', 'safari13', 'firefox68'], legalComments: 'none' })).code;
}

/** All outputs as path -> text. Entries whose source does not exist are an error. */
export async function outputs() {
  const out = new Map();
  for (const [to, entry, core] of SCRIPTS) out.set(to, await script(entry, core));
  for (const [to, entry, name, follows] of STRINGS) {
    const rest = follows ? await script(follows, true) : '';
    for (const lang of LANGS) out.set(`${to}.${lang}.js`, (await strings(entry, name, lang)) + rest);
  }
  for (const [to, parts] of STYLES) out.set(to, await style(parts));
  out.set('docs/visual-language.html', visualLanguage(readFileSync(join(here, 'shared/tokens.css'), 'utf8'), readFileSync(join(here, 'shared/icons.ts'), 'utf8')));
  return out;
}

export const gz = (text) => gzipSync(Buffer.from(text, 'utf8'), { level: 9 }).length;

/** [{name, bytes, limit}] of the learners' pages. */
export function sizes(files) {
  const sum = (paths) => paths.reduce((total, path) => total + gz(files.get(path)), 0);
  return BUDGETS.map(([name, of, limit]) => ({ name, bytes: Math.max(...LANGS.map((lang) => sum(of(lang)))), limit }));
}

async function main() {
  const files = await outputs();
  const verify = process.argv.includes('--verify');
  let bad = 0;
  for (const [path, text] of files) {
    const full = join(top, path);
    if (verify) {
      if (!existsSync(full) || readFileSync(full, 'utf8') !== text) {
        bad++;
        console.error(`${path}: the committed file differs from a rebuild; run "npm run build" in ${relative(top, here)}/ and commit it.`);
      }
      continue;
    }
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
  }
  if (process.argv.includes('--dev')) for (const [to, from] of [['dev/bundle.js', 'dev/page.ts'], ['dev/studio.bundle.js', 'dev/studio.ts']]) writeFileSync(join(here, to), await script(from));
  for (const { name, bytes, limit } of sizes(files)) {
    console.log(`${name}: ${(bytes / 1024).toFixed(2)} kB gzipped of ${limit / 1024}`);
    if (bytes > limit) {
      bad++;
      console.error(`${name} is over its budget.`);
    }
  }
  process.exitCode = bad ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
