/** `public/extras.<lang>.js`: leaves on the window what some quizzes have beyond plain questions; see `more.ts`. */
import { make } from './extras/all';
import type { MakeExtras } from './more';

(window as unknown as Record<string, unknown>)['hvExtras'] = make satisfies MakeExtras;
