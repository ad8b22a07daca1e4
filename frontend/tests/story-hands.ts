import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reply } from '../shared/net';
import type { Story } from '../scenario/studio/model';
import { SimSubject } from '../scenario/studio/subject';
import type { StudioInit } from '../studio/editor';
import type { Finding } from '../studio/source';
import { Workbench } from '../studio/visual/workbench';
import { settle } from './helpers';

export const ok = (data: unknown): Reply => ({ kind: 'ok', data });
const init: StudioInit = { v: 1, lang: 'vi', title: 'T', source: '# cũ', digest: 'd0', fields: [{ name: 'display_name', label: 'Tên', help: '', type: 'text', value: 'A' }, { name: 'layout', label: 'Hình', help: '', type: 'text', value: '' }] };
type Answer = (body: Record<string, unknown>) => Reply | Promise<Reply>;

/** The simulation's editor over a fake server, and the hands of an author. */
export async function open(model: Story | null, answers: Record<string, Answer> = {}, settings: Record<string, unknown> = { display_name: 'A', layout: '' }) {
  const root = document.createElement('div');
  document.body.appendChild(root);
  const calls: Array<[string, Record<string, unknown>]> = [];
  const usual: Record<string, Answer> = {
    studio_model: () => ok({ model, settings, digest: 'd1', formats: [] }),
    studio_check: () => ok({ findings: [], summary: '', preview: null, source: '# văn bản' }),
    studio_competencies: () => ok({ competencies: [{ id: 'tt:4.2', title: 'Bảo vệ' }] }),
    studio_impact: () => ok({ open: 0, done: 0, words: [] }),
    studio_save_model: () => ok({ digest: 'd2', findings: [] }),
    studio_lint: () => ok({ findings: [], summary: '', preview: null, model: null, settings: {} }),
  };
  const bench = new Workbench<Story>(
    root, init, { handlerUrl: () => '', notify: () => undefined },
    async (name, body) => {
      calls.push([name, JSON.parse(JSON.stringify(body)) as Record<string, unknown>]);
      return (answers[name] || usual[name]!)(body as Record<string, unknown>);
    },
    (w) => new SimSubject(w.lang),
    (host) => (host.textContent = 'P'),
  );
  await settle();
  const { desk } = bench;
  const all = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-path]')];
  const at = <T extends HTMLElement = HTMLInputElement>(path: string): T => {
    const found = all().filter((node) => node.getAttribute('data-path') === path)[0];
    if (!found) throw new Error(`nothing at ${path}; there is: ${all().map((node) => node.getAttribute('data-path')).join(' ')}`);
    return found as T;
  };
  const press = async (path: string): Promise<void> => {
    at(path).focus();
    at(path).click();
    await settle();
  };
  const button = async (label: string, within: ParentNode = root): Promise<void> => {
    const found = [...within.querySelectorAll('button')].filter((one) => one.textContent === label)[0];
    if (!found) throw new Error(`no button ${label}`);
    found.click();
    await settle();
  };
  const type = (path: string, value: string): void => {
    const control = at(path);
    if (control.isContentEditable || control.getAttribute('contenteditable')) control.innerHTML = value;
    else control.value = value;
    control.dispatchEvent(new Event('input', { bubbles: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const choose = (path: string, value: string): void => {
    const select = at<HTMLSelectElement>(path);
    select.value = value;
    if (select.value !== value) throw new Error(`no ${value} among ${[...select.options].map((one) => one.value).join(' ')}`);
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const sent = (name: string): Array<Record<string, unknown>> => calls.filter(([one]) => one === name).map(([, body]) => body);
  const scene = (id: string) => desk.model.scenes.filter((one) => one.id === id)[0]!;
  const find = async (findings: Partial<Finding>[]): Promise<void> => {
    answers['studio_check'] = () => ok({ findings: findings.map((f) => ({ severity: 'warning', message: 'của máy chủ', ...f })), summary: '', preview: null, source: null });
    await desk.check();
    await settle();
  };
  return { root, desk, calls, at, all, press, button, type, choose, sent, scene, find, paths: () => new Set(all().map((node) => node.getAttribute('data-path')!)), text: () => root.textContent! };
}

const top = join(__dirname, '..', '..');
const own = join(top, '.venv', 'bin', 'python');

/** What the Python of this checkout prints: its reader and its checks say what a story is. Where there is no `.venv`, `HOCVUSO_PYTHON` names one. */
export const python = (code: string, input = ''): string => execFileSync(process.env['HOCVUSO_PYTHON'] || (existsSync(own) ? own : 'python3'), ['-c', code], { cwd: top, input, encoding: 'utf8', maxBuffer: 64e6 });
