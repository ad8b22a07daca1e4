/**
 * What both learner blocks share, once on a page that holds both: `public/core.js` of the quiz leaves it on the window, and build.mjs
 * takes these names from there in `student.js` and `types.<lang>.js`. A name of `shared/` that is not listed is bundled where it is used.
 */
import { ready } from './boot';
import { fill, h, reveal, rich } from './dom';
import { speak } from './i18n';
import { again, check, eye, icon, info, phone, saved } from './icons';
import { post } from './net';
import { Player } from './player';
import { browserStore } from './store';

(window as unknown as Record<string, unknown>)['hvCore'] = { Player, again, browserStore, check, eye, fill, h, icon, info, phone, post, ready, reveal, rich, saved, speak };
