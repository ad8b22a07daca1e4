// Reads a Twee file with extwee; writes it as a Twine page and as Twee again, and prints what it found.
// node storyfiles.mjs <folder with node_modules> <in.twee> <out.html> <out.twee>
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, source, page, again] = process.argv.slice(2);
const found = createRequire(folder + '/package.json').resolve('extwee');
const { parseTwee, parseTwine2HTML, compileTwine2HTML, StoryFormat } = await import(pathToFileURL(found));
const story = parseTwee(readFileSync(source, 'utf8'));
const format = new StoryFormat();
format.name = 'Trial';
// A page of a real story format holds such words in its program, too.
format.source =
  '<!DOCTYPE html><html><head><meta charset="utf-8"><title>{{STORY_NAME}}</title></head><body>{{STORY_DATA}}' +
  '<script>document.querySelector("tw-passagedata"); var x = "<tw-passagedata pid=1 name=x>y</tw-passagedata>";</script></body></html>';
const html = compileTwine2HTML(story, format);
writeFileSync(page, html);
writeFileSync(again, story.toTwee());
const back = parseTwine2HTML(html);
console.log(JSON.stringify({
  name: story.name, start: story.start, ifid: story.IFID,
  passages: story.passages.map((p) => ({ name: p.name, tags: p.tags, text: p.text })),
  back: back.passages.map((p) => p.name),
}));
