/**
 * Buttons beside the address of a file: one chosen on this device goes to the files of the course, or one that is there already is
 * taken. Everything by button, all of it told; dropping a file is an extra.
 */
import { fill, h, reveal, type Child } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import { chooser, droppable } from './choose';
import { shrunk, type Ready } from './shrink';
import type { CourseFiles, Kept, Kind, Listed, Sending, UploadWords } from './upload';

const MOST = 10_000_000;
const ACCEPT: Record<Kind, string> = { picture: 'image/png,image/jpeg,image/gif,image/webp', recording: 'audio/*,.mp3,.m4a,.aac,.ogg,.oga,.opus,.wav' };
export type Remind = 'remind_alt' | 'remind_transcript' | 'remind_words';

export interface PickOptions {
  files: CourseFiles;
  kind: Kind;
  /** Ids and focus paths begin with it. */
  id: string;
  path?: string;
  remind: Remind;
  value(): string;
  /** Makes `address` the content. */
  put(address: string): void;
  /** Where the picture is seen anyway, it is not shown here. */
  seen?: boolean | undefined;
}
export interface Pick {
  node: HTMLElement;
  /** Takes a file that was dropped or pasted. */
  take(file: File): void;
  /** The address has changed. */
  paint(): void;
}

/** A size in words: 340 kB, 1,2 MB. */
export const sizeOf = (w: { num: UploadWords['num'] }, bytes: number): string => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${w.num(Math.round(bytes / 100_000) / 10)} MB`);

export function pick({ files, kind, id, path, remind, value, put, seen }: PickOptions): Pick {
  const { w, pictures } = files;
  const says = h('p', { class: 'hv-picksays', role: 'status' });
  const busy = h('div', { class: 'hv-pickbusy' });
  const panel = h('div', { id: id + '-have', class: 'hv-have', hidden: true });
  const view = h('div', { class: 'hv-pickview' });
  let sending: Sending | null = null;
  let going = false;

  const button = (label: Node, onclick: () => void, focus = ''): HTMLButtonElement => h('button', { type: 'button', class: 'hv-btn hv-btn--small', 'data-path': (path && focus && path + focus) || null, onclick }, label);
  const { button: choose, input } = chooser({ accept: ACCEPT[kind], onpress: () => !going, onfile: (file) => void take(file) }, { 'data-path': path ? path + '.pick' : null }, w.say(kind === 'picture' ? 'pick_picture' : 'pick_recording'));
  const have = button(w.say(kind === 'picture' ? 'have_picture' : 'have_recording'), () => void toggle(), '.have');
  have.setAttribute('aria-expanded', 'false');
  have.setAttribute('aria-controls', panel.id);

  /** Says how it went; a keyboard that stood on what is gone now stands on the first button. */
  const end = (...sentences: Child[]): void => {
    const lost = busy.contains(document.activeElement);
    going = false;
    sending = null;
    choose.removeAttribute('aria-disabled');
    fill(busy);
    fill(says, sentences);
    if (lost) choose.focus();
  };

  const start = (): void => {
    going = true;
    choose.setAttribute('aria-disabled', 'true');
  };

  /** Something went wrong, and can be tried once more with the same file. */
  const trouble = (sentence: Node | string, again?: () => void): void => {
    end(icon(icons.info), ' ', sentence);
    if (!again) return;
    const retry = button(w.say('try_again'), again);
    fill(busy, h('div', { class: 'hv-row hv-row--tight' }, retry));
    if (document.activeElement === choose) retry.focus();
  };

  const send = async ({ blob, drawn }: Ready, name: string): Promise<void> => {
    start();
    const bar = h('progress', { class: 'hv-progress', max: 100, value: 0, 'aria-label': w.t('progress') });
    const share = h('span', { 'aria-hidden': 'true' }, w.say('sent_share', { n: 0 }));
    const stopButton = button(w.say('stop'), () => {
      if (sending) sending.cancel();
      const was = sending;
      sending = null;
      if (was) end(w.say('stopped'));
    });
    const lost = busy.contains(document.activeElement);
    fill(says, w.say('sending'));
    fill(busy, bar, h('div', { class: 'hv-row hv-row--tight' }, share, stopButton));
    if (lost) stopButton.focus();
    const mine = files.upload(blob, name, kind, (part) => {
      bar.value = Math.floor(part * 100);
      fill(share, w.say('sent_share', { n: bar.value }));
    });
    sending = mine;
    const reply = await mine.done;
    if (sending !== mine) return;
    if (reply.kind === 'refused') return trouble(reply.message || w.say('failed'), reply.status >= 500 ? () => void send({ blob, drawn }, name) : undefined);
    if (reply.kind !== 'ok') return trouble(w.say(reply.kind === 'expired' ? 'expired' : 'failed'), () => void send({ blob, drawn }, name));
    const kept = reply.data as Kept;
    files.learn(kept.urls);
    // The form was drawn anew meanwhile: what stands at this path now may be another message.
    if (!node.isConnected) return files.tell(w.say('kept_elsewhere', { name: kept.name }));
    end(
      icon(icons.check), ' ', w.say('kept', { name: kept.name, size: sizeOf(w, kept.size) }), ' ',
      drawn && [w.say('smaller'), ' '], (drawn || kept.removed) && [w.say('removed'), ' '], w.say(remind),
    );
    put(kept.address);
    paint();
  };

  const take = async (file: File): Promise<void> => {
    if (going) return;
    close();
    if (!file.size) return trouble(w.say('no_file'));
    if (kind === 'recording') return file.size > MOST ? trouble(w.say('too_big')) : send({ blob: file, drawn: false }, file.name);
    start();
    fill(says, w.say('making_small'));
    await send(await shrunk(file), file.name);
  };

  // --- what the course has ----------------------------------------------------------------------------------------

  const close = (): void => {
    panel.hidden = true;
    fill(panel);
    have.setAttribute('aria-expanded', 'false');
  };

  const toggle = async (): Promise<void> => {
    if (!panel.hidden) return close();
    panel.hidden = false;
    have.setAttribute('aria-expanded', 'true');
    fill(panel, h('p', { role: 'status' }, w.say('looking')));
    const listed = await files.list(kind);
    if (panel.hidden) return;
    if (!listed || !listed.known || !listed.files.length) return fill(panel, h('p', { role: 'status' }, w.say(!listed ? 'list_failed' : listed.known ? 'list_empty' : 'list_unknown')));
    show(listed);
  };

  const show = ({ files: all, more }: Listed): void => {
    const count = h('p', { class: 'hv-how', role: 'status' });
    const list = h('ul', { class: 'hv-havelist hv-havelist--' + kind });
    const search = h('input', { type: 'search', id: id + '-find', 'data-own': '', autocomplete: 'off' });
    const draw = (): void => {
      const wanted = search.value.trim().toLowerCase().split(/\s+/);
      const found = all.filter(({ name }) => wanted.every((word) => name.toLowerCase().indexOf(word) >= 0));
      fill(count, found.length ? w.say('list_count', { n: found.length }) : w.say('list_none'), more && found.length > 0 && [' ', w.say('list_more')]);
      fill(
        list,
        found.map(({ name, address }) => {
          const picture = kind === 'picture' && h('img', { alt: '', loading: 'lazy', width: 64, height: 64 });
          if (picture) pictures.show(picture, address);
          const one = h('button', { type: 'button', class: 'hv-haveone', 'aria-pressed': address === value() ? 'true' : 'false', onclick: () => taken(name, address) }, picture, h('span', null, name));
          return h('li', null, one);
        }),
      );
    };
    const taken = (name: string, address: string): void => {
      close();
      fill(says, icon(icons.check), ' ', w.say('chosen', { name }), ' ', w.say(remind));
      have.focus();
      put(address);
      paint();
    };
    search.addEventListener('input', draw);
    panel.onkeydown = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      close();
      have.focus();
    };
    draw();
    fill(panel, h('label', { class: 'hv-lab', for: search.id }, w.say('find')), search, count, list);
    search.focus();
    reveal(panel);
  };

  // --- what is chosen -----------------------------------------------------------------------------------------------

  const paint = (): void => {
    const address = value();
    const known = /^(https:\/\/|\/static\/)./.test(address);
    if (view.dataset['of'] === address) return;
    view.dataset['of'] = address;
    if (seen || !known) return fill(view);
    const shown = kind === 'picture' ? h('img', { alt: w.t('preview_picture') }) : h('audio', { controls: true, preload: 'none', 'aria-label': w.t('preview_recording') });
    pictures.show(shown, address);
    fill(view, shown);
  };

  const node = h(
    'div',
    { class: 'hv-pick' },
    h('div', { class: 'hv-row hv-row--tight' }, choose, have),
    h('p', { class: 'hv-how hv-drophint' }, w.say(kind === 'picture' ? 'drop_picture' : 'drop_recording')),
    input, says, busy, panel, view,
  );
  droppable(node, (file) => void take(file));
  paint();
  return { node, take: (file) => void take(file), paint };
}
