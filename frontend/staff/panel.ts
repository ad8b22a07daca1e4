/** The panel: collapsed until it is asked for, and every part fetched when it is opened. */
import { fill, h } from '../shared/dom';
import type { Post } from '../shared/net';
import { section, type Desk, type StaffWords } from './desk';
import { files, regradeAll } from './everybody';
import { LearnerPart } from './learner';

export interface Figure {
  title: Node;
  draw(desk: Desk, body: HTMLElement): void;
}

/** Draws the panel into `host`; `figure` is the part with this kind of block's figures. */
export function panel(host: HTMLElement, words: StaffWords, post: Post, limited: boolean, figure: Figure): void {
  const desk: Desk = { w: words, post, limited, trial: host.hasAttribute('data-trial') };
  host.lang = words.lang;
  host.className = 'hv-staff';
  fill(
    host,
    h(
      'div',
      { class: 'hv hv-spanel' },
      section(h('span', { class: 'hv-stitle' }, words.say('s_panel')), (body) =>
        fill(
          body,
          h('p', { class: 'hv-sub' }, words.say('s_note')),
          section(words.say('s_one'), (part) => void new LearnerPart(desk, part)),
          section(figure.title, (part) => figure.draw(desk, part)),
          section(words.say('s_all'), (part) => regradeAll(desk, part)),
          section(words.say('s_files'), (part) => files(desk, part)),
        ),
      ),
    ),
  );
}
