/** What both entry functions do: the learner's view first, then the panel below it. */
import { bare, parseInit, type Runtime } from '../shared/boot';
import { speak, type Catalogue, type Table } from '../shared/i18n';
import { post, type Post } from '../shared/net';
import type { InitBase } from '../shared/types';
import { panel, type Figure } from './panel';
import type { StaffWords } from './desk';

type Entry = (runtime: Runtime, element: unknown, raw: unknown) => void;

/** `figure` gets the words of this kind of block. */
export function entry<C extends Catalogue>(learner: string, kind: string, figure: (words: ReturnType<typeof speak<C>>) => Figure): Entry {
  // Runtimes call it with `new`: an arrow would not do.
  return function (runtime, element, raw): void {
    const page = window as unknown as Record<string, unknown>;
    if (typeof page[learner] === 'function') (page[learner] as Entry)(runtime, element, raw);
    const outer = bare(element);
    const host = outer && outer.querySelector<HTMLElement>('.hv-staff');
    const init = parseInit<InitBase>(raw);
    const table = ((window as unknown as { hvStrings?: Record<string, Table> }).hvStrings || {})[kind];
    if (!host || !init || !table || host.firstChild) return;
    const words = speak<C>(table);
    // A regrade of a few learners, or the figures of a large class, may take longer than an answer.
    const call: Post = (handler, body) => post(runtime.handlerUrl(element, handler), body, 120000);
    panel(host, words as unknown as StaffWords, call, !!init.rules.time_limit, figure(words));
  };
}
