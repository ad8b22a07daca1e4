import { vi } from 'vitest';
import { items, scenes } from '../dev/content';
import { FakeQuiz, FakeSim } from '../dev/fake';
import { QuizApp } from '../quiz/app';
import type { QuizInit } from '../quiz/model';
import { SimApp } from '../scenario/app';
import type { SimInit } from '../scenario/model';
import type { Post, Reply } from '../shared/net';
import { table, toLang, words } from '../shared/i18n';
import type { Store } from '../shared/store';
import '../quiz/extras';
import { strings as extraStrings } from '../quiz/extras/strings';
import { strings as quizStrings } from '../quiz/strings';
import { strings as simStrings } from '../scenario/strings';

export function memoryStore(full = false): Store & { data: Map<string, string> } {
  const data = new Map<string, string>();
  return {
    data,
    get: (key) => data.get(key) ?? null,
    set: (key, value) => !full && !!data.set(key, value),
    remove: (key) => void data.delete(key),
    keys: (prefix) => [...data.keys()].filter((key) => key.startsWith(prefix)),
  };
}

/** What stands between page and server: off, ended, lossy (request lost or reply lost, once for each request). */
export class Net {
  offline = false;
  expired = false;
  failOnce: '' | 'request' | 'reply' = '';
  log: Array<[string, Record<string, unknown>]> = [];
  private failed = new Set<string>();

  constructor(private readonly server: { call(name: string, body: Record<string, unknown>): { status: number; body: unknown } }) {}

  readonly post: Post = async (handler, body) => {
    await Promise.resolve();
    if (this.offline) return { kind: 'failed' };
    if (this.expired) return { kind: 'expired' };
    const id = handler + JSON.stringify(body);
    const first = !this.failed.has(id);
    this.failed.add(id);
    if (this.failOnce === 'request' && first) return { kind: 'failed' };
    this.log.push([handler, body as Record<string, unknown>]);
    const { status, body: data } = this.server.call(handler, JSON.parse(JSON.stringify(body)) as Record<string, unknown>);
    if (this.failOnce === 'reply' && first) return { kind: 'failed' };
    const told = data as Record<string, unknown>;
    return (status === 200 ? { kind: 'ok', data: told } : { kind: 'refused', status, code: told['code'], message: told['error'], data: told }) as Reply;
  };
}

export const settle = async (): Promise<void> => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};
/** Lets back-off waits pass (fake timers). */
export const later = async (ms = 70000): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
  await settle();
};

export interface Page {
  root: HTMLElement;
  text(): string;
  press(label: string): Promise<void>;
  pick(...places: number[]): void;
}

export function page(): Page {
  const root = document.createElement('div');
  document.body.appendChild(root);
  return {
    root,
    text: () => root.textContent || '',
    async press(label) {
      vi.setSystemTime(Date.now() + 1000);
      const found = [...root.querySelectorAll<HTMLElement>('button')].filter((b) => (b.textContent || '').includes(label) && !b.closest('[hidden]'))[0];
      if (!found) throw new Error(`no button "${label}" in: ${root.textContent}`);
      found.focus();
      found.click();
      await settle();
    },
    pick: (...places) => {
      const inputs = root.querySelectorAll<HTMLInputElement>('fieldset input');
      places.forEach((i) => inputs[i]!.click());
    },
  };
}

export interface QuizOptions {
  deferred?: boolean;
  learner?: string | null;
  mode?: QuizInit['mode'];
  lang?: string;
  store?: Store;
  server?: FakeQuiz;
  attempts?: number;
  net?: Net;
  rules?: QuizInit['rules'];
}

/** A quiz page; give `server` and `store` again for a reload. */
export function openQuiz(options: QuizOptions = {}) {
  const server = options.server || new FakeQuiz(items, options.deferred, options.attempts);
  const net = options.net || new Net(server);
  const store = options.store || memoryStore();
  const view = page();
  const mode = options.mode || 'learn';
  const init: QuizInit = {
    v: 1,
    kind: 'skill_quiz',
    block: 'block-v1:a',
    learner: options.learner === undefined ? 'lan' : options.learner,
    lang: options.lang || 'vi',
    mode,
    title: 'Kiểm tra <b>nhanh</b>',
    intro: 'Chào bạn.',
    rules: { behaviour: server.deferred ? 'deferred' : server.tries ? 'tries' : 'immediate', attempts_allowed: server.allowed, pass_mark: 0.6, items: 3, due: null, past_due: false, ...options.rules },
    state: mode === 'public' ? null : server.state,
  };
  const scripts = window as unknown as { hvStrings?: object };
  scripts.hvStrings = { ...scripts.hvStrings, skill_quiz_extras: table(extraStrings, toLang(init.lang)) };
  const app = new QuizApp(view.root, init, words(quizStrings, toLang(init.lang)), net.post, store);
  return { ...view, server, net, store, app, init };
}

export function openSim(options: { learner?: string | null; store?: Store; server?: FakeSim; net?: Net; mode?: SimInit['mode']; lang?: string; first?: string } = {}) {
  const server = options.server || new FakeSim(scenes, options.first || 'goi');
  const net = options.net || new Net(server);
  const store = options.store || memoryStore();
  const view = page();
  const mode = options.mode || 'learn';
  const init: SimInit = {
    v: 1,
    kind: 'scenario_sim',
    block: 'block-v1:s',
    learner: options.learner === undefined ? 'lan' : options.learner,
    lang: options.lang || 'vi',
    mode,
    title: 'Diễn tập',
    map_url: '/map.vi.js',
    intro: '',
    rules: { attempts_allowed: 0, pass_mark: 0.6 },
    state: mode === 'public' ? null : server.state,
  };
  const app = new SimApp(view.root, init, words(simStrings, toLang(init.lang)), net.post, store);
  return { ...view, server, net, store, app, init };
}
