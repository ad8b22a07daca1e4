/** Import and export: other people's files, always looked at before anything is replaced. */
import { fill, h } from '../../shared/dom';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Finding } from '../source';
import type { Desk, Model } from './desk';

const MAX_FILE = 3_000_000;

/** Bytes in base64, in pieces that no browser chokes on. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode.apply(null, Array.from(bytes.subarray(i, i + 8192)));
  return btoa(text);
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

function findingList(findings: Finding[]): HTMLElement {
  return h(
    'ul',
    { class: 'hv-plainlist' },
    findings.map((f) => h('li', null, icon(f.severity === 'error' ? icons.info : icons.think), ' ', f.message)),
  );
}

export function filesView<M extends Model>(desk: Desk<M>): HTMLElement {
  const { w, uid, subject } = desk;
  const readable = desk.formats.filter((one) => one.reads);
  const writable = desk.formats.filter((one) => one.writes);
  const file = h('input', { type: 'file', id: uid + '-file', accept: readable.map((one) => one.endings.join(',')).join(',') });
  const format = h('select', { id: uid + '-format' }, readable.map((one) => h('option', { value: one.name }, one.label)));
  const target = h('select', { id: uid + '-target' }, writable.map((one) => h('option', { value: one.name }, one.label)));
  const found = h('div', { role: 'status' });
  const told = h('div', { role: 'status' });
  file.addEventListener('change', () => {
    const name = file.files && file.files[0] ? file.files[0].name.toLowerCase() : '';
    const fits = readable.filter((one) => one.endings.some((ending) => name.slice(-ending.length) === ending));
    if (fits.length && !fits.some((one) => one.name === format.value)) format.value = fits[0]!.name;
  });
  const use = (model: M): void => {
    desk.change(model, { label: w.t('did_import'), redraw: true, view: subject.viewOf(model, '') });
    desk.say(desk.note('good', h('p', null, w.say('imported'))));
  };
  const read = async (): Promise<void> => {
    const one = file.files && file.files[0];
    if (!one || one.size > MAX_FILE) {
      fill(found, desk.note('care', h('p', null, w.say(one ? 'file_big' : 'choose_file'))));
      return file.focus();
    }
    fill(found, h('p', null, w.say('reading')));
    const data = base64(new Uint8Array(await one.arrayBuffer()));
    const reply = await desk.post('studio_import', { format: format.value, data });
    if (reply.kind !== 'ok') return fill(found, desk.note('care', h('p', null, (reply.kind === 'refused' && reply.message) || w.say(reply.kind === 'refused' ? 'file_unread' : 'no_switch'))));
    const { model, findings } = reply.data as { model: Model | null; findings: Finding[] };
    const losses = findings.length ? [h('p', { class: 'hv-for' }, w.say('losses')), findingList(findings)] : null;
    if (!model) return fill(found, desk.note('care', h('p', null, w.say('file_unread')), losses));
    const theirs = subject.whole(model);
    fill(
      found,
      desk.note(
        findings.length ? 'care' : 'good',
        h('p', null, subject.count(theirs, desk.model)),
        losses || h('p', null, w.say('no_losses')),
        h(
          'div',
          { class: 'hv-row' },
          desk.button(w.say('use_this'), () => use(theirs)),
          desk.button(w.say('add_to_end'), () => use(subject.append(desk.model, theirs))),
          desk.button(w.say('leave_it'), () => fill(found)),
        ),
      ),
    );
  };
  const write = async (): Promise<void> => {
    const reply = await desk.post('studio_export', { format: target.value });
    if (reply.kind !== 'ok') return fill(told, desk.note('care', h('p', null, (reply.kind === 'refused' && reply.message) || w.say('export_failed'))));
    const { name, media_type, data, findings } = reply.data as { name: string; media_type: string; data: string; findings: Finding[] };
    const url = URL.createObjectURL(new Blob([bytesOf(data)], { type: media_type }));
    const link = h('a', { href: url, download: name });
    desk.root.appendChild(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    fill(told, desk.note(findings.length ? 'care' : 'good', h('p', null, w.say('exported', { name })), findings.length > 0 && [h('p', { class: 'hv-for' }, w.say('losses')), findingList(findings)]));
  };
  return h(
    'div',
    null,
    h('h3', null, w.say('files_view')),
    readable.length > 0 &&
      h(
        'section',
        { class: 'hv-section', 'aria-label': w.t('import') },
        h('h4', null, w.say('import')),
        h('p', { class: 'hv-how' }, w.say('import_how')),
        h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: file.id }, w.say('file')), file),
        h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: format.id }, w.say('format')), format),
        h('div', { class: 'hv-row' }, desk.button(w.say('read_file'), () => void read())),
        found,
      ),
    writable.length > 0 &&
      h(
        'section',
        { class: 'hv-section', 'aria-label': w.t('export') },
        h('h4', null, w.say('export')),
        h('p', { class: 'hv-how' }, w.say('export_how'), ' ', desk.dirty && w.say('export_dirty')),
        h('div', { class: 'hv-fieldbox' }, h('label', { class: 'hv-lab', for: target.id }, w.say('format')), target),
        h('div', { class: 'hv-row' }, desk.button(w.say('download'), () => void write())),
        told,
      ),
  );
}
