/** Import and export: other people's files, always looked at before anything is replaced. */
import { fill, h } from '../../shared/dom';
import { bytesOf, download } from '../../shared/download';
import * as icons from '../../shared/icons';
import { icon } from '../../shared/icons';
import type { Finding } from '../source';
import { chooser, droppable } from './choose';
import type { Desk, Model, Settings } from './desk';
import { sizeOf } from './pick';
import type { StudioWords } from './strings';
import type { Subject } from './subject';

const MAX_FILE = 3_000_000;

/** A picture inside an imported file: `new` ones become files of the course when the import is used; `upload` ones come
 * with their bytes, because the author has to put them there. */
interface Picture {
  name: string;
  state: 'new' | 'same' | 'kept' | 'upload' | 'refused';
  media_type?: string;
  data?: string;
}

interface Read<M> {
  model: M | null;
  findings: Finding[];
  files?: Picture[];
  settings?: Settings;
  /** The format that would read the file, where the chosen one does not. */
  format?: string;
}

/** Bytes in base64, in pieces that no browser chokes on. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode.apply(null, Array.from(bytes.subarray(i, i + 8192)));
  return btoa(text);
}

/** One sentence for an author; `all`: every place that it is about, where only the first few are named in it. */
export interface Said {
  severity: Finding['severity'];
  message: string;
  all?: string[];
}
/** So many letters of names stand in the sentence itself. */
const NAMED = 40;

/**
 * What is said of several places alike is said once: “Câu 3, Câu 5: …”. A place is called as the forms call it, where `model` has it,
 * and a fault of the content, not of the file, is told in their words.
 */
export function together<M extends Model>(findings: Finding[], subject: Subject<M>, model: M, more: (n: number) => string): Said[] {
  const rows: Array<Said & { names: string[] }> = [];
  for (const finding of findings) {
    const { severity, where, message } = finding;
    const [part, id = ''] = where.split('.');
    // "Câu “ma”", "Question “ma”", "Dữ kiện “ma”", "“scenes.ma”": a word or three, and what it is called in the file.
    const quoted = [`“${where}”`, `“${id}”`].filter((one) => one.length > 2 && message.indexOf(one) >= 0 && message.indexOf(one) < 20)[0];
    const said = subject.message(finding);
    const about = quoted ? message.slice(0, message.indexOf(quoted) + quoted.length) : '';
    const all = (model as unknown as Record<string, unknown>)[part!];
    const there = part !== 'pools' && (!Array.isArray(all) || !id || all.some((one: { id?: string }) => one.id === id));
    const known = there && (about || said !== message) ? subject.nameOf(model, said === message && part !== 'scenes' ? `${part}.${id}` : where) : '';
    const rest = said === message ? message.slice(about.length) : (known && ': ') + said;
    const name = known || (said === message ? about : '');
    const alike = name && rows.filter((row) => row.severity === severity && row.message === rest && row.names.length > 0)[0];
    if (!alike) rows.push({ severity, names: name ? [name] : [], message: rest });
    else if (alike.names.indexOf(name) < 0) alike.names.push(name);
  }
  return rows.map(({ severity, names, message }) => {
    let [n, letters] = [1, names.length ? names[0]!.length : 0];
    while (n < names.length && letters + names[n]!.length <= NAMED) letters += names[n++]!.length;
    // One name more takes no more room than saying that there is one.
    const many = names.length > n + 1;
    const named = many ? names.slice(0, n) : names;
    const list = named.join(named.some((one) => one.indexOf(',') >= 0) ? '; ' : ', ');
    return many ? { severity, message: list + more(names.length - n) + message, all: names } : { severity, message: list + message };
  });
}

function findingList(w: StudioWords, findings: Said[]): HTMLElement {
  return h(
    'ul',
    { class: 'hv-plainlist' },
    findings.map((f) => h('li', null, icon(f.severity === 'error' ? icons.info : icons.think), ' ', f.message, f.all && h('details', { class: 'hv-all' }, h('summary', null, w.say('all_places', { n: f.all.length })), h('p', null, f.all.join('; '))))),
  );
}

/** A file for the author to keep, by a click. */
function offer<M extends Model>(desk: Desk<M>, one: { name: string; media_type: string; data: string }): HTMLElement {
  return desk.button(desk.w.say('download_one', { name: one.name }), () => download(one.name, [bytesOf(one.data)], one.media_type));
}

/** Where the first question or scene stands that `after` has and `before` has not; "" where none is new. */
function firstNew(before: Model, after: Model): string {
  for (const part of ['items', 'scenes']) {
    const rows = (all: Model): { id: string }[] => ((all as unknown as Record<string, unknown>)[part] || []) as { id: string }[];
    const known = rows(before).map((one) => one.id);
    const fresh = rows(after).filter((one) => known.indexOf(one.id) < 0)[0];
    if (fresh) return part + '.' + fresh.id;
  }
  return '';
}

/** What becomes of the pictures, with those that the author has to carry. */
function pictures<M extends Model>(desk: Desk<M>, files: Picture[]): Node[] {
  const { w } = desk;
  const count = (...states: Picture['state'][]): number => files.filter((one) => states.indexOf(one.state) >= 0).length;
  const told: Node[] = [];
  const say = (key: 'pictures_new' | 'pictures_kept', n: number): void => void (n && told.push(h('p', null, icon(icons.check), ' ', w.say(key, { n }))));
  say('pictures_new', count('new'));
  say('pictures_kept', count('kept', 'same'));
  const mine = files.filter((one): one is Required<Picture> => one.state === 'upload' && !!one.data);
  if (mine.length) told.push(h('p', null, w.say('pictures_upload', { n: mine.length })), h('div', { class: 'hv-row' }, mine.map((one) => offer(desk, one))));
  return told;
}

export function filesView<M extends Model>(desk: Desk<M>): HTMLElement {
  const { w, uid, subject } = desk;
  const readable = desk.formats.filter((one) => one.reads);
  const writable = desk.formats.filter((one) => one.writes);
  const format = h('select', { id: uid + '-format' }, readable.map((one) => h('option', { value: one.name }, one.label)));
  const target = h('select', { id: uid + '-target' }, writable.map((one) => h('option', { value: one.name }, one.label)));
  const found = h('div', { role: 'status' });
  const told = h('div', { role: 'status' });
  const report = (findings: Finding[], model: M): HTMLElement => findingList(w, together(findings, subject, model, (n) => w.t('and_more', { n })));
  let one: File | null = null;
  const chosen = h('span', { class: 'hv-filename', id: uid + '-chosen', role: 'status' }, w.say('none_chosen'));
  const choose = (file: File): void => {
    one = file;
    fill(chosen, `${file.name} (${sizeOf(w, file.size)})`);
    fill(found);
    const name = file.name.toLowerCase();
    const fits = readable.filter((each) => each.endings.some((ending) => name.slice(-ending.length) === ending));
    if (fits.length && !fits.some((each) => each.name === format.value)) format.value = fits[0]!.name;
  };
  const { button, input } = chooser({ accept: readable.map((each) => each.endings.join(',')).join(','), onfile: choose }, { id: uid + '-file', 'aria-describedby': chosen.id }, w.say('choose'));
  input.setAttribute('aria-label', w.t('file'));
  const field = h('div', { class: 'hv-fieldbox hv-choose' }, h('span', { class: 'hv-lab' }, w.say('file')), h('div', { class: 'hv-row hv-row--tight' }, button, chosen), input);
  droppable(field, choose);
  const use = (model: M, settings: Settings | undefined, files: Picture[], where = ''): void => {
    const change = { label: w.t('did_import'), redraw: true, ...(!where && { fresh: null }), view: subject.viewOf(model, where) };
    if (settings) desk.changeBoth(model, { ...desk.doc.settings, ...settings }, change);
    else desk.change(model, change);
    desk.say(desk.note('good', h('p', null, w.say('imported')), pictures(desk, files)));
  };
  const append = (model: M, files: Picture[]): void => use(model, undefined, files, firstNew(desk.model, model));
  const read = async (): Promise<void> => {
    const wrong = (sentence: Node): void => {
      fill(found, desk.note('care', h('p', null, sentence)));
      button.focus();
    };
    if (!one || one.size > MAX_FILE) return wrong(w.say(one ? 'file_big' : 'choose_file'));
    fill(found, h('p', null, w.say('reading')));
    const { name } = one;
    // A browser gives nothing of a file that another program has saved since it was chosen.
    const bytes = await one.arrayBuffer().catch(() => null);
    if (!bytes) return wrong(w.say('file_changed', { name }));
    const data = base64(new Uint8Array(bytes));
    const as = format.value;
    const reply = await desk.post('studio_import', { format: as, data });
    if (reply.kind !== 'ok') return fill(found, desk.note('care', h('p', null, (reply.kind === 'refused' && reply.message) || w.say(reply.kind === 'refused' ? 'file_unread' : 'no_switch'))));
    const { model, findings, files = [], settings, format: better } = reply.data as Read<M>;
    if (!model) {
      const other = readable.filter((each) => each.name === better)[0];
      const retry = (name: string): void => {
        format.value = name;
        void read();
      };
      return fill(found, desk.note('care', h('p', null, w.say('file_unread')), findingList(w, findings), other && h('div', { class: 'hv-row' }, desk.button(w.say('read_as', { name: other.label }), () => retry(other.name)))));
    }
    const theirs = subject.whole(model);
    const losses = findings.length ? [h('p', { class: 'hv-for' }, w.say('losses')), report(findings, theirs)] : null;
    /** Pictures go to the course only now; the names that they got there are in the model of that reply. */
    const kept = async (take: (all: M, pictures: Picture[]) => void): Promise<void> => {
      if (!files.some((one) => one.state === 'new')) return take(theirs, files);
      fill(keeping, w.say('keeping'));
      const done = await desk.post('studio_import', { format: as, data, keep: true });
      const after = done.kind === 'ok' ? (done.data as Read<M>) : null;
      if (!after || !after.model) return fill(keeping, desk.note('care', h('p', null, (done.kind === 'refused' && done.message) || w.say('not_kept'))));
      take(subject.whole(after.model), after.files || []);
    };
    const keeping = h('div', { role: 'status' });
    fill(
      found,
      desk.note(
        findings.length ? 'care' : 'good',
        h('p', null, subject.count(theirs, desk.model)),
        losses || h('p', null, w.say('no_losses')),
        pictures(desk, files),
        h(
          'div',
          { class: 'hv-row' },
          desk.button(w.say('use_this'), () => void kept((all, carried) => use(all, settings, carried))),
          desk.button(w.say('add_to_end'), () => void kept((all, carried) => append(subject.append(desk.model, all), carried))),
          desk.button(w.say('leave_it'), () => fill(found)),
        ),
        keeping,
      ),
    );
  };
  const write = async (): Promise<void> => {
    const reply = await desk.post('studio_export', { format: target.value });
    if (reply.kind !== 'ok') return fill(told, desk.note('care', h('p', null, (reply.kind === 'refused' && reply.message) || w.say('export_failed'))));
    const { name, media_type, data, findings } = reply.data as { name: string; media_type: string; data: string; findings: Finding[] };
    download(name, [bytesOf(data)], media_type);
    fill(told, desk.note(findings.length ? 'care' : 'good', h('p', null, w.say('exported', { name })), findings.length > 0 && [h('p', { class: 'hv-for' }, w.say('losses')), report(findings, desk.model)]));
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
        field,
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
