/* Builds every bundle, byte for byte the same each time.  --verify: compares with the committed files.  --dev: also frontend/dev/. */
import { build, transform } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { visualLanguage } from './docs-page.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const top = join(here, '..');

/** [output, entry] for scripts; [output, [parts]] for style sheets. */
const SCRIPTS = [
  ['xblocks/skill_quiz/public/student.js', 'quiz/student.ts'],
  ['xblocks/skill_quiz/public/studio.js', 'quiz/studio.ts'],
  ['xblocks/scenario_sim/public/student.js', 'scenario/student.ts'],
  ['xblocks/scenario_sim/public/studio.js', 'scenario/studio.ts'],
  ['classroom/static/classroom/app.js', 'classroom/app.ts'],
];
const STYLES = [
  ['xblocks/skill_quiz/public/student.css', ['shared/tokens.css', 'shared/block.css', 'quiz/student.css']],
  ['xblocks/skill_quiz/public/studio.css', ['shared/tokens.css', 'shared/block.css', 'quiz/student.css', 'studio/studio.css']],
  ['xblocks/scenario_sim/public/student.css', ['shared/tokens.css', 'shared/block.css', 'scenario/student.css']],
  ['xblocks/scenario_sim/public/studio.css', ['shared/tokens.css', 'shared/block.css', 'scenario/student.css', 'studio/studio.css']],
  ['classroom/static/classroom/app.css', ['shared/tokens.css', 'shared/tokens-dark.css', 'classroom/app.css']],
];
/** [name, files, limit in bytes after gzip]. */
export const BUDGETS = [
  ['quiz, learner', ['xblocks/skill_quiz/public/student.js', 'xblocks/skill_quiz/public/student.css'], 15 * 1024],
  ['scenario, learner', ['xblocks/scenario_sim/public/student.js', 'xblocks/scenario_sim/public/student.css'], 20 * 1024],
];
/** Both blocks' learner files compressed as one: what they share counts once. */
export const TOGETHER = 25 * 1024;

async function script(entry) {
  const result = await build({
    entryPoints: [join(here, entry)], bundle: true, write: false, format: 'iife', target: 'es2019',
    minify: true, charset: 'utf8', legalComments: 'none', absWorkingDir: here, logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}

async function style(parts) {
  const source = parts.map((part) => readFileSync(join(here, part), 'utf8')).join('\n');
  return (await transform(source, { loader: 'css', minify: true, charset: 'utf8', target: ['chrome73', 'safari13', 'firefox68'], legalComments: 'none' })).code;
}

/** All outputs as path -> text. Entries whose source does not exist are an error. */
export async function outputs() {
  const out = new Map();
  for (const [to, entry] of SCRIPTS) out.set(to, await script(entry));
  for (const [to, parts] of STYLES) out.set(to, await style(parts));
  out.set('docs/visual-language.html', visualLanguage(readFileSync(join(here, 'shared/tokens.css'), 'utf8'), readFileSync(join(here, 'shared/icons.ts'), 'utf8')));
  return out;
}

export const gz = (text) => gzipSync(Buffer.from(text, 'utf8'), { level: 9 }).length;

/** [{name, bytes, limit}] of the learner bundles. */
export function sizes(files) {
  const paths = BUDGETS.flatMap(([, parts]) => parts).sort((a, b) => (a.endsWith('.css') ? 1 : 0) - (b.endsWith('.css') ? 1 : 0));
  const rows = BUDGETS.map(([name, parts, limit]) => ({ name, bytes: parts.reduce((sum, part) => sum + gz(files.get(part)), 0), limit }));
  return [...rows, { name: 'both blocks, shared code once', bytes: gz(paths.map((path) => files.get(path)).join('')), limit: TOGETHER }];
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
