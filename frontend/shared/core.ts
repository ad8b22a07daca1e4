/**
 * What both learner blocks share, once on a page that holds both: `public/core.js` of the quiz leaves these modules on the window, and
 * build.mjs binds the imports of `shared/…` in `student.js` and `types.js` to them.
 */
import * as boot from './boot';
import * as dom from './dom';
import * as frame from './frame';
import * as i18n from './i18n';
import * as icons from './icons';
import * as net from './net';
import * as outbox from './outbox';
import * as store from './store';

(window as unknown as Record<string, unknown>)['hvCore'] = { boot, dom, frame, i18n, icons, net, outbox, store };
