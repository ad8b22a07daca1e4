import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whole, type QuizModel } from '../quiz/studio/model';
import { QuizSubject } from '../quiz/studio/subject';
import { SimSubject } from '../scenario/studio/subject';
import { whole as wholeStory, type Story } from '../scenario/studio/model';
import type { Reply } from '../shared/net';
import type { StudioInit, StudioPost } from '../studio/editor';
import { better, fitting, shrunk } from '../studio/visual/shrink';
import { meaning, uploadTo, type Kind } from '../studio/visual/upload';
import { Workbench } from '../studio/visual/workbench';
import { settle } from './helpers';

const init: StudioInit = { v: 1, lang: 'vi', title: 'T', source: '', digest: 'd0', fields: [] };
const quiz = (): QuizModel =>
  whole({
    schema: 1,
    items: [
      { id: 'hinh', type: 'spot_signs', text: 'Tìm dấu hiệu', skin: 'picture', skin_info: {}, picture: { src: '', alt: '' }, parts: [{ id: 'a', label: 'Địa chỉ', x: 1, y: 1, w: 9, h: 9, sign: true, why: '' }] },
      { id: 'hai', type: 'true_false', text: 'Hai', answer: true },
    ],
  });
const story = (): Story => wholeStory({ schema: 1, start: 'a', scenes: [{ id: 'a', title: 'A', channel: 'call', text: '', messages: [{ id: 'm1', from: 'Lạ', side: 'them', text: 'Alô', cues: [] }], choices: [] }] });
interface Sent {
  name: string;
  kind: Kind;
  blob: Blob;
  share(part: number): void;
  reply(reply: Reply): Promise<void>;
  cancelled: boolean;
}

async function open(model: QuizModel | Story = quiz(), uploads = true) {
  const root = document.createElement('div');
  document.body.appendChild(root);
  const sent: Sent[] = [];
  const answers: Record<string, unknown> = {
    studio_model: { model, settings: {}, digest: 'd1', formats: [], uploads },
    studio_check: { findings: [], summary: '', preview: null, source: '' },
    studio_competencies: { competencies: [] },
    studio_files: { known: true, more: false, files: [{ name: 'nha.png', address: '/static/nha.png' }, { name: 'cho.jpg', address: '/static/cho.jpg' }], urls: { '/static/nha.png': '/f/nha.png', '/static/cho.jpg': '/f/cho.jpg' } },
  };
  const post: StudioPost = async (name) => (answers[name] ? { kind: 'ok', data: answers[name] } : { kind: 'failed' });
  post.upload = (blob, name, kind, onshare) => {
    let tell: (reply: Reply) => void;
    const one: Sent = { blob, name, kind, share: onshare, cancelled: false, reply: async (reply) => (tell(reply), settle()) };
    sent.push(one);
    return { done: new Promise<Reply>((resolve) => (tell = resolve)), cancel: () => ((one.cancelled = true), tell({ kind: 'failed' })) };
  };
  const runtime = { handlerUrl: () => '', notify: () => undefined };
  const desk = 'scenes' in model
    ? new Workbench<Story>(root, init, runtime, post, (w) => new SimSubject(w.lang), () => undefined).desk
    : new Workbench<QuizModel>(root, init, runtime, post, (w) => new QuizSubject(w.lang, () => () => ({ node: document.createElement('p') }) as never, {}), () => undefined).desk;
  await settle();
  await vi.advanceTimersByTimeAsync(500);
  const at = (path: string): HTMLInputElement => [...root.querySelectorAll<HTMLInputElement>('[data-path]')].filter((node) => node.getAttribute('data-path') === path)[0]!;
  const box = (path: string): HTMLElement => at(path).parentElement!.querySelector('.hv-pick')!;
  const button = (label: string, where: ParentNode = root): HTMLButtonElement => [...where.querySelectorAll('button')].filter((one) => one.textContent === label)[0]!;
  const give = async (where: HTMLElement, file: File): Promise<void> => {
    const input = where.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(input, 'files', { configurable: true, value: [file] });
    input.dispatchEvent(new Event('change'));
    await settle();
  };
  const kept = (name: string, removed = false): Reply => ({ kind: 'ok', data: { address: '/static/' + name, name, size: 340_400, removed, urls: { ['/static/' + name]: '/f/' + name } } });
  const says = (where: HTMLElement): string => where.querySelector('.hv-picksays')!.textContent!;
  return { root, desk, sent, at, box, button, give, kept, says, answers };
}

const SRC = 'items.hinh.picture.src';
const AUDIO = 'items.hinh.audio';
const png = (name = 'ảnh.png', size = 10): File => new File([new Uint8Array(size)], name, { type: 'image/png' });
const mp3 = (name = 'đọc.mp3', size = 10): File => new File([new Uint8Array(size)], name, { type: 'audio/mpeg' });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('no pictures in this browser')));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.textContent = '';
});

describe('a file from this device', () => {
  it('becomes the picture of the question, is told, and is one step that can be undone', async () => {
    const e = await open();
    await e.give(e.box(SRC), png());
    expect(e.sent[0]).toMatchObject({ name: 'ảnh.png', kind: 'picture' });
    e.sent[0]!.share(0.4);
    expect(e.box(SRC).querySelector('progress')!.value).toBe(40);
    expect(e.button('Chọn ảnh từ máy', e.box(SRC)).getAttribute('aria-disabled')).toBe('true');
    await e.sent[0]!.reply(e.kept('anh-12.png', true));
    expect((e.desk.model as QuizModel).items[0]!['picture']).toEqual({ src: '/static/anh-12.png', alt: '' });
    expect(e.root.querySelector<HTMLImageElement>('.hv-board img')!.getAttribute('src')).toBe('/f/anh-12.png');
    expect(e.says(e.box(SRC))).toContain('Đã tải lên: anh-12.png (340 kB)');
    expect(e.says(e.box(SRC))).toContain('nơi chụp');
    expect(e.says(e.box(SRC))).toContain('Nhớ viết vài chữ mô tả hình');
    expect(e.box(SRC).querySelector('progress')).toBeNull();
    e.desk.step('undo');
    expect((e.desk.model as QuizModel).items[0]!['picture']).toEqual({ src: '', alt: '' });
  });

  it('can be stopped; then nothing has changed and the keyboard stands on the button', async () => {
    const e = await open();
    await e.give(e.box(AUDIO), mp3());
    const stop = e.button('Dừng tải', e.box(AUDIO));
    stop.focus();
    stop.click();
    await settle();
    expect(e.sent[0]!.cancelled).toBe(true);
    expect(e.says(e.box(AUDIO))).toContain('Chưa có gì thay đổi');
    expect(document.activeElement).toBe(e.button('Chọn tệp tiếng từ máy', e.box(AUDIO)));
    expect((e.desk.model as QuizModel).items[0]!['audio']).toBeUndefined();
    await e.give(e.box(AUDIO), mp3());
    expect(e.sent).toHaveLength(2);
  });

  it('says what the server says, and offers the same file again where the network was at fault', async () => {
    const e = await open();
    await e.give(e.box(AUDIO), mp3());
    await e.sent[0]!.reply({ kind: 'refused', status: 422, code: 'not-a-recording', message: 'Đây không phải đoạn ghi âm.', data: {} });
    expect(e.says(e.box(AUDIO))).toContain('Đây không phải đoạn ghi âm.');
    expect(e.button('Thử lại', e.box(AUDIO))).toBeUndefined();
    await e.give(e.box(AUDIO), mp3());
    await e.sent[1]!.reply({ kind: 'failed' });
    const retry = e.button('Thử lại', e.box(AUDIO));
    retry.focus();
    retry.click();
    expect(document.activeElement).toBe(e.button('Dừng tải', e.box(AUDIO)));
    expect(e.sent[2]!.blob).toBe(e.sent[1]!.blob);
    await e.sent[2]!.reply(e.kept('doc.mp3'));
    expect(document.activeElement).toBe(e.button('Chọn tệp tiếng từ máy', e.box(AUDIO)));
    expect((e.desk.model as QuizModel).items[0]!['audio']).toBe('/static/doc.mp3');
    expect(e.box(AUDIO).querySelector('audio')!.getAttribute('src')).toBe('/f/doc.mp3');
    await e.give(e.box(AUDIO), mp3());
    await e.sent[3]!.reply({ kind: 'expired' });
    expect(e.says(e.box(AUDIO))).toContain('đăng nhập lại');
  });

  it('is not sent when it is too large or empty', async () => {
    const e = await open();
    await e.give(e.box(AUDIO), mp3('a.mp3', 10_000_001));
    expect(e.says(e.box(AUDIO))).toContain('10 MB');
    await e.give(e.box(AUDIO), mp3('a.mp3', 0));
    expect(e.says(e.box(AUDIO))).toContain('không phải là một tệp');
    expect(e.sent).toHaveLength(0);
  });

  it('is never put into a form that was drawn anew meanwhile, and can be found afterwards', async () => {
    const e = await open();
    await e.give(e.box(AUDIO), mp3());
    e.desk.go('item:hai');
    await e.sent[0]!.reply(e.kept('doc.mp3'));
    expect(JSON.stringify(e.desk.model)).not.toContain('doc.mp3');
    expect(e.root.textContent).toContain('Đã tải lên doc.mp3, nhưng mẫu đã đổi');
  });

  it('may be dropped onto the field', async () => {
    const e = await open();
    const drop = new Event('drop', { bubbles: true, cancelable: true });
    Object.assign(drop, { dataTransfer: { files: [png()], types: ['Files'] } });
    e.box(SRC).dispatchEvent(drop);
    await settle();
    expect(drop.defaultPrevented).toBe(true);
    expect(e.sent).toHaveLength(1);
  });

  it('becomes the recording of a message, with a reminder of its words', async () => {
    const e = await open(story());
    await e.give(e.box('scenes.a.messages.m1.audio'), mp3());
    await e.sent[0]!.reply(e.kept('noi.mp3'));
    expect((e.desk.model as Story).scenes[0]!.messages[0]!['audio']).toBe('/static/noi.mp3');
    expect(e.says(e.box('scenes.a.messages.m1.audio'))).toContain('chép lại lời');
  });

  it('is not offered where files cannot be kept', async () => {
    const e = await open(quiz(), false);
    expect(e.root.querySelector('.hv-pick')).toBeNull();
    expect(e.at(SRC).tagName).toBe('INPUT');
  });
});

describe('a picture in a text', () => {
  it('is uploaded from the little form; then its description is asked for', async () => {
    const e = await open();
    const area = e.at('items.hinh.text');
    const field = area.closest<HTMLElement>('.hv-fieldbox')!;
    e.button('Hình', field).click();
    const ask = field.querySelector<HTMLElement>('.hv-rt-ask')!;
    await e.give(ask, png());
    await e.sent[0]!.reply(e.kept('anh-12.png'));
    expect(ask.querySelector<HTMLInputElement>('input')!.value).toBe('/static/anh-12.png');
    expect(document.activeElement!.id).toMatch(/-alt$/);
    expect(ask.querySelector('.hv-pickview img')!.getAttribute('src')).toBe('/f/anh-12.png');
  });

  it('is taken from a paste of a screenshot', async () => {
    const e = await open();
    const area = e.at('items.hinh.text');
    const paste = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(paste, { clipboardData: { files: [png('image.png')], types: ['Files'], getData: () => '' } });
    area.dispatchEvent(paste);
    await settle();
    expect(e.sent[0]).toMatchObject({ name: 'image.png', kind: 'picture' });
    expect(area.closest('.hv-fieldbox')!.querySelector('.hv-rt-ask')!.textContent).toContain('Mô tả hình');
  });
});

describe('the files that the course has', () => {
  it('are listed with their pictures, found by name, and taken by a button', async () => {
    const e = await open();
    const have = e.button('Ảnh đã có trong khóa học', e.box(SRC));
    have.click();
    await settle();
    expect(have.getAttribute('aria-expanded')).toBe('true');
    expect([...e.box(SRC).querySelectorAll('.hv-haveone img')].map((one) => one.getAttribute('src'))).toEqual(['/f/nha.png', '/f/cho.jpg']);
    const search = e.box(SRC).querySelector<HTMLInputElement>('input[type=search]')!;
    expect(document.activeElement).toBe(search);
    search.value = 'CHO';
    search.dispatchEvent(new Event('input'));
    expect(e.box(SRC).textContent).toContain('1 tệp');
    e.button('cho.jpg', e.box(SRC)).click();
    expect((e.desk.model as QuizModel).items[0]!['picture']).toMatchObject({ src: '/static/cho.jpg' });
    expect(document.activeElement).toBe(have);
    expect(have.getAttribute('aria-expanded')).toBe('false');
    expect(e.says(e.box(SRC))).toContain('Đã chọn: cho.jpg');
  });

  it('close with Escape and say why where there is nothing to choose', async () => {
    const e = await open();
    const have = e.button('Ảnh đã có trong khóa học', e.box(SRC));
    have.click();
    await settle();
    e.box(SRC).querySelector('input[type=search]')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(have.getAttribute('aria-expanded')).toBe('false');
    expect(document.activeElement).toBe(have);
    for (const [answer, words] of [[{ known: false, files: [] }, '/static/ten-tep'], [{ known: true, files: [] }, 'chưa có tệp nào'], [null, 'Chưa mở được danh sách']] as const) {
      e.answers['studio_files'] = answer;
      have.click();
      await settle();
      expect(e.box(SRC).querySelector('.hv-have')!.textContent).toContain(words);
      have.click();
    }
  });
});

describe('what travels', () => {
  it('is at most 1600 wide and never made larger', () => {
    expect(fitting(4000, 3000)).toEqual([1600, 1200]);
    expect(fitting(800, 600)).toEqual([800, 600]);
    expect(fitting(1000, 9600)).toEqual([500, 4800]);
    expect(fitting(100_000, 1)).toEqual([1600, 1]);
  });

  it('stays PNG where it has holes or letters, else becomes JPEG', () => {
    const of = (size: number): Blob => ({ size }) as Blob;
    const [small, large] = [of(100), of(300)];
    expect(better(small, large, false)).toBe(small);
    expect(better(of(200), large, false)).toBe(large);
    expect(better(small, large, true)).toBe(large);
    expect(better(null, large, false)).toBe(large);
    expect(better(small, null, false)).toBe(small);
  });

  it('goes as it is where it may move, is light, or cannot be opened', async () => {
    const bitmap = { width: 900, height: 600 };
    vi.stubGlobal('createImageBitmap', async (file: Blob) => (file.size === 13 ? Promise.reject(new Error('broken')) : bitmap));
    for (const file of [new File(['x'], 'a.gif', { type: 'image/gif' }), png(), png('b.png', 13)]) expect(await shrunk(file)).toEqual({ blob: file, drawn: false });
  });

  it('carries what keeps other sites out, and its answer is understood', async () => {
    const headers: Record<string, string> = {};
    let body: FormData | null = null;
    class Fake {
      upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
      status = 200;
      responseText = JSON.stringify({ address: '/static/a.png' });
      onload: (() => void) | null = null;
      onabort: (() => void) | null = null;
      open = vi.fn();
      setRequestHeader(name: string, value: string): void {
        headers[name] = value;
      }
      send(data: FormData): void {
        body = data;
      }
      abort(): void {
        this.onabort!();
      }
    }
    const made: Fake[] = [];
    vi.stubGlobal('XMLHttpRequest', class extends Fake {
      constructor() {
        super();
        made.push(this);
      }
    });
    document.cookie = 'csrftoken=abc';
    const shares: number[] = [];
    const sending = uploadTo('/h/studio_upload')(png(), 'ảnh.png', 'picture', (part) => shares.push(part));
    made[0]!.upload.onprogress!({ loaded: 1, total: 4 });
    made[0]!.onload!();
    expect(await sending.done).toMatchObject({ kind: 'ok' });
    expect(made[0]!.open).toHaveBeenCalledWith('POST', '/h/studio_upload');
    expect(headers).toMatchObject({ 'X-CSRFToken': 'abc', 'X-Requested-With': 'XMLHttpRequest' });
    expect([(body as unknown as FormData).get('kind'), ((body as unknown as FormData).get('file') as File).name]).toEqual(['picture', 'ảnh.png']);
    expect(shares).toEqual([0.25]);
    const other = uploadTo('/h')(png(), 'a.png', 'picture', () => undefined);
    other.cancel();
    expect(await other.done).toEqual({ kind: 'failed' });
  });

  it('means what its status says', () => {
    expect(meaning(200, '<html>')).toEqual({ kind: 'expired' });
    expect(meaning(403, '<html>')).toEqual({ kind: 'expired' });
    expect(meaning(413, '<html>')).toEqual({ kind: 'failed' });
    expect(meaning(503, '{"code":"not-kept","error":"x"}')).toMatchObject({ kind: 'refused', message: 'x', status: 503 });
    expect(meaning(500, '')).toEqual({ kind: 'failed' });
  });
});
