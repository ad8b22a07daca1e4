/** `ScenarioSimStudio(runtime, element, init)`: the author's forms, and the source editor, whose preview is the first scene. */
import { fill, h, rich } from '../shared/dom';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import { toLang, words } from '../shared/i18n';
import type { Preview } from '../studio/editor';
import { workbench } from '../studio/visual/workbench';
import { SKINS } from './channels';
import { narration } from './channels/narration';
import type { Scene } from './model';
import { strings } from './strings';
import { SimSubject } from './studio/subject';

const preview: Preview = (host, data, { lang }) => {
  const { intro, scene } = data as { intro?: string; scene?: Scene };
  const w = words(strings, toLang(lang));
  const same = JSON.stringify(data);
  if (host.dataset['shown'] === same) return;
  host.dataset['shown'] = same;
  fill(
    host,
    intro && h('div', { class: 'hv-rich' }, rich(intro)),
    scene && [
      scene.title && h('h4', null, scene.title),
      scene.text && h('div', { class: 'hv-rich hv-story' }, rich(scene.text)),
      scene.messages.length > 0 && (SKINS[scene.channel] || narration)(scene, { w, authored: (node) => node }),
      scene.input && h('div', { class: 'hv-rich' }, rich(scene.input.prompt)),
      scene.question && h('div', { class: 'hv-rich' }, rich(scene.question.text)),
      scene.choices.map((c) => h('p', { class: 'hv-choice' }, icon(icons.next), h('span', null, rich(c.text)))),
    ],
  );
};

(window as unknown as Record<string, unknown>)['ScenarioSimStudio'] = workbench((w) => new SimSubject(w.lang), preview);
