/** `public/types.<lang>.js`: leaves the rarer question types on the window, where the quiz looks for a type that it does not bring itself. */
import { TYPES } from './questions/types';

(window as unknown as Record<string, unknown>)['hvTypes'] = TYPES;
