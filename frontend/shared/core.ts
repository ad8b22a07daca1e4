/**
 * What both learner blocks share, once on a page that holds both: `public/core.js` of the quiz leaves it on the window, and build.mjs
 * takes these names from there in `student.js` and `types.<lang>.js`. A name of `shared/` that is not listed is bundled where it is used.
 */
import { ready } from './boot';
import { fill, h, reveal, rich } from './dom';
import { Frame } from './frame';
import { speak } from './i18n';
import { again, check, eye, icon, info, phone, saved } from './icons';
import { post } from './net';
import { kept, Outbox, outboxKey, outboxPrefix } from './outbox';
import { browserStore } from './store';

(window as unknown as Record<string, unknown>)['hvCore'] = { Frame, Outbox, again, browserStore, check, eye, fill, h, icon, info, kept, outboxKey, outboxPrefix, phone, post, ready, reveal, rich, saved, speak };
