import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../shared/net';
import { settle } from './helpers';
import { ok, open, quiz, type Answer } from './quiz-hands';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('desk', () => {
  it('stays near the place of a question that an undo takes away', async () => {
    const e = await open();
    e.desk.go('item:ba');
    e.at('act.duplicate').click();
    expect(e.ids()).toHaveLength(4);
    e.desk.step('undo');
    expect(e.desk.view).toBe('item:ba');
  });

  it('takes the address of a recording of the question', async () => {
    const e = await open();
    e.desk.go('item:mot');
    const input = e.at('items.mot.audio') as HTMLInputElement;
    input.value = ' /static/cau-1.mp3 ';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    expect(e.desk.model.items[0]!['audio']).toBe('/static/cau-1.mp3');
    expect(e.root.querySelector('[id="' + input.id + '"]')!.getAttribute('aria-describedby')).toBeTruthy();
  });

  it('opens with the list, the first question and no change', async () => {
    const e = await open();
    expect([...e.root.querySelectorAll('.hv-navwords')].map((n) => n.textContent)).toEqual(['Câu một', 'Câu lạ', 'Câu ba']);
    expect(e.at('items.mot.text').innerHTML).toBe('Câu <em>một</em>');
    expect(e.text()).toContain('Không thấy lỗi nào. 3 câu.');
    expect(e.desk.dirty).toBe(false);
    expect(e.root.querySelector('.hv-preview legend')!.textContent).toBe('Câu một');
  });

  it('saves what was changed, and hands on every byte that was not', async () => {
    const e = await open();
    e.write('items.mot.options.b.feedback', 'Chưa đúng');
    await e.press('Lưu');
    const [saved] = e.sent('studio_save_model');
    const expected = JSON.parse(JSON.stringify(quiz())) as { items: Array<{ options: Array<{ feedback: string }> }> };
    expected.items[0]!.options[1]!.feedback = 'Chưa đúng';
    expect(saved).toEqual({ model: expected, settings: { display_name: 'A' }, base: 'd1' });
    expect(e.events.map(([name, data]) => [name, (data as { state: string }).state])).toEqual([['save', 'start'], ['save', 'end']]);
    expect(e.desk.dirty).toBe(false);
  });

  it('checks 400 ms after the last change, and shows findings beside their field in the words of the forms', async () => {
    const findings = [{ severity: 'warning', code: 'option-without-feedback', where: 'items.mot.options.b', line: null, message: 'viết > …' }, { severity: 'error', code: 'item-without-text', where: 'items.ba', line: null, message: '…' }];
    const e = await open({ studio_check: () => ok({ findings, summary: '', preview: null, source: null }) });
    const before = e.sent('studio_check').length;
    e.write('items.mot.text', 'x');
    vi.advanceTimersByTime(399);
    expect(e.sent('studio_check')).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(e.sent('studio_check')).toHaveLength(before + 1);
    const box = e.at('items.mot.options.b.feedback').closest('.hv-fieldbox')!;
    expect(box.querySelector('.hv-says')!.textContent).toContain('Chưa có phản hồi');
    expect(e.text()).not.toContain('viết > …');
    expect(e.text()).toContain('1 lỗi, 1 lời nhắc.');
    await e.press('Câu 3');
    expect(document.activeElement).toBe(e.at('items.ba.text'));
    expect(e.at('items.ba.text').getAttribute('aria-invalid')).toBe('true');
  });

  it('takes back and does again by keyboard and button, whatever was done', async () => {
    const e = await open();
    const first = JSON.stringify(e.desk.model);
    e.at('nav.ba').click();
    await e.press('Lên');
    expect(e.ids()).toEqual(['mot', 'ba', 'hai']);
    await e.press('Nhân đôi');
    expect(new Set(e.ids()).size).toBe(4);
    await e.press('Xóa câu');
    expect(e.text()).toContain('Đã xóa câu 3.');
    const last = JSON.stringify(e.desk.model);
    e.key('z', { ctrlKey: true });
    expect(e.ids()).toHaveLength(4);
    e.key('z', { ctrlKey: true });
    e.key('Z', { ctrlKey: true, shiftKey: true });
    e.key('y', { ctrlKey: true });
    expect(JSON.stringify(e.desk.model)).toBe(last);
    for (let i = 0; i < 9; i++) e.desk.step('undo');
    expect(JSON.stringify(e.desk.model)).toBe(first);
    expect(e.desk.dirty).toBe(false);
  });

  it('moves a question by Alt and arrows, and keeps the focus', async () => {
    const e = await open();
    e.at('items.mot.text').focus();
    e.key('ArrowDown', { altKey: true });
    expect(e.ids()).toEqual(['hai', 'mot', 'ba']);
    expect(document.activeElement).toBe(e.at('items.mot.text'));
    expect(e.text()).toContain('Câu này giờ là câu 2 trong 3.');
  });

  it('keeps a question of an unknown type and says where it is edited', async () => {
    const e = await open();
    e.at('nav.hai').click();
    expect(e.text()).toContain('sửa ở thẻ Văn bản');
    await e.press('Xuống');
    expect(e.desk.model.items[2]).toEqual(quiz().items[1]);
  });

  it('adds, moves and removes options under ids of their own; a single choice has one right option', async () => {
    const e = await open();
    await e.press('Thêm lựa chọn');
    expect(document.activeElement).toBe(e.at('items.mot.options.c.text'));
    const right = e.at('items.mot.options.c.correct') as HTMLInputElement;
    right.checked = true;
    right.dispatchEvent(new Event('change'));
    e.at('items.mot.options.c.up').click();
    e.at('items.mot.options.a.remove_row').click();
    const options = e.desk.model.items[0]!['options'] as Array<{ id: string; correct: boolean }>;
    expect(options.map(({ id, correct }) => [id, correct])).toEqual([['c', true], ['b', false]]);
  });

  it('finds competencies by words and keeps chips that can be taken off', async () => {
    const e = await open();
    const input = e.at('items.mot.competencies') as HTMLInputElement;
    input.focus();
    input.value = 'suc khoe';
    input.dispatchEvent(new Event('input'));
    await vi.advanceTimersByTimeAsync(250);
    expect(input.getAttribute('aria-expanded')).toBe('true');
    e.key('ArrowDown');
    e.key('Enter');
    expect(e.desk.model.items[0]!['competencies']).toEqual(['tt:4.2', 'tt:4.3']);
    expect(document.activeElement).toBe(e.at('items.mot.competencies'));
    e.root.querySelector<HTMLElement>('[aria-label="Bỏ: Bảo vệ"]')!.click();
    expect(e.desk.model.items[0]!['competencies']).toEqual(['tt:4.3']);
  });

  it('draws from pools in words', async () => {
    const e = await open();
    e.at('nav.pools').click();
    const how = e.at('pools') as HTMLSelectElement;
    how.value = 'some';
    how.dispatchEvent(new Event('change'));
    const from = e.at('pools.nhom-1.pick') as HTMLSelectElement;
    from.value = 'items';
    from.dispatchEvent(new Event('change'));
    const one = e.at('pools.nhom-1.pick.items.ba') as HTMLInputElement;
    one.checked = true;
    one.dispatchEvent(new Event('change'));
    expect(e.desk.model.pools).toEqual([{ id: 'nhom-1', draw: 3, pick: { items: ['ba'] }, shuffle: true }]);
    expect(e.text()).toContain('Đang có 1 câu phù hợp.');
  });

  it('changes several questions in the table, and leaves formatted texts to their form', async () => {
    const e = await open();
    e.at('nav.table').click();
    expect(e.at('table.mot.text')).toBeUndefined();
    await e.press('Đánh dấu tất cả');
    const tags = e.root.querySelector<HTMLInputElement>('[id$="bulk-tags"]')!;
    tags.value = 'mạo danh';
    await e.press('Thêm nhãn');
    expect(e.desk.model.items.map((item) => item['tags'])).toEqual([['mao-danh'], ['mao-danh'], ['mao-danh']]);
    const text = e.at('table.ba.text') as HTMLTextAreaElement;
    text.value = '5 < 6\n& 7';
    text.dispatchEvent(new Event('input'));
    expect(e.desk.model.items[2]!['text']).toBe('5 &lt; 6 &amp; 7');
  });
});

describe('saving', () => {
  it('says who is in the middle before it saves, and saves only when told to', async () => {
    const e = await open({ studio_impact: () => ok({ open: 2, done: 1, words: ['2 người đang làm dở.'] }) });
    e.write('items.mot.text', 'x');
    await e.press('Lưu');
    expect(e.text()).toContain('2 người đang làm dở.');
    expect(e.sent('studio_save_model')).toHaveLength(0);
    expect(e.events).toEqual([]);
    await e.press('Xem lại');
    expect(e.text()).not.toContain('2 người đang làm dở.');
    await e.press('Lưu');
    e.root.querySelector<HTMLElement>('.hv-note .hv-btn--primary')!.click();
    await settle();
    expect(e.sent('studio_save_model')).toHaveLength(1);
  });

  it.each([
    ['no network', { kind: 'failed' }, 'không kết nối được'],
    ['an ended session', { kind: 'expired' }, 'phiên đăng nhập đã hết'],
    ['errors', { kind: 'refused', status: 422, code: 'invalid-content', message: 'm', data: { findings: [{ severity: 'error', code: 'x', where: 'items.mot', line: null, message: 'Sai' }] } }, 'còn 1 lỗi'],
    ['a wrong setting', { kind: 'refused', status: 422, code: 'invalid-setting', message: 'Giá trị không hợp lệ.', data: {} }, 'Giá trị không hợp lệ.'],
  ] as const)('keeps everything after %s, and says so', async (_what, reply, sentence) => {
    const e = await open({ studio_save_model: () => reply as unknown as Reply });
    e.write('items.mot.text', 'của tôi');
    await e.press('Lưu');
    expect(e.text()).toContain(sentence);
    expect(e.desk.model.items[0]!['text']).toBe('của tôi');
    expect(e.desk.dirty).toBe(true);
    expect(e.events.map(([name]) => name)).toEqual(['save', 'error']);
  });

  it('lets the author choose when somebody else saved meanwhile, and undo brings the own version back', async () => {
    let opened = 0;
    const theirs = { ...quiz(), items: [] };
    const e = await open({
      studio_model: () => (opened++ ? ok({ model: theirs, settings: { display_name: 'B' }, digest: 'd5' }) : ok({ model: quiz(), settings: {}, digest: 'd1', formats: [] })),
      studio_save_model: (body) => (body['base'] === 'd5' ? ok({ digest: 'd6' }) : { kind: 'refused', status: 409, code: 'edited-meanwhile', message: 'x', data: {} }),
    });
    e.write('items.mot.text', 'của tôi');
    await e.press('Lưu');
    expect(e.text()).toContain('Người khác vừa lưu');
    await e.press('Soạn tiếp từ bản kia');
    expect(e.ids()).toEqual([]);
    e.desk.step('undo');
    expect(e.desk.model.items[0]!['text']).toBe('của tôi');
    await e.press('Lưu');
    expect(e.sent('studio_save_model').pop()).toMatchObject({ base: 'd5' });
  });

  it('starts from a version of content and settings, and names the settings that somebody else changed', async () => {
    let opened = 0;
    const e = await open({
      studio_model: () => ok({ model: quiz(), formats: [], digest: 'd1', ...(opened++ ? { settings: { display_name: 'B' }, version: 'd1.s2' } : { settings: { display_name: 'A' }, version: 'd1.s1' }) }),
      studio_save_model: (body) => (body['base'] === 'd1.s2' ? ok({ digest: 'd6', version: 'd6.s3' }) : { kind: 'refused', status: 409, code: 'edited-meanwhile', message: 'x', data: {} }),
    });
    e.desk.init.fields = [{ name: 'display_name', label: 'Tên bài', help: '', type: 'text', value: 'A' } as never];
    e.write('items.mot.text', 'của tôi');
    await e.press('Lưu');
    expect(e.sent('studio_save_model').pop()).toMatchObject({ base: 'd1.s1' });
    expect(e.text()).toContain('Thiết lập khác với bản của bạn: Tên bài.');
    await e.press('Lưu bản của tôi thay bản kia');
    expect(e.sent('studio_save_model').pop()).toMatchObject({ base: 'd1.s2', settings: { display_name: 'A' } });
    expect(e.desk.saver.base).toBe('d6.s3');
    expect(e.desk.dirty).toBe(false);
  });

  it('guards what is not saved, also what was typed while saving', async () => {
    let done: (r: Reply) => void = () => undefined;
    const e = await open({ studio_save_model: () => new Promise((go) => (done = go)) });
    const leave = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    expect(leave()).toBe(true);
    e.write('items.mot.text', 'một');
    expect(leave()).toBe(false);
    await e.press('Lưu');
    e.write('items.mot.text', 'một hai');
    done(ok({ digest: 'd2' }));
    await settle();
    expect(leave()).toBe(false);
    await e.press('Hủy');
    await e.press('Bỏ thay đổi');
    expect(leave()).toBe(true);
    expect(e.events.pop()).toEqual(['cancel', {}]);
  });
});

describe('text and forms', () => {
  it('shows the text of the forms, and takes back what was changed there as one step', async () => {
    const changed = { ...quiz(), intro: 'Mới' };
    const e = await open({ studio_lint: (body) => ok({ findings: [], summary: '', preview: null, model: body['model'] ? changed : undefined, settings: { display_name: 'Z' } }) });
    e.write('items.mot.text', 'x');
    await e.press('Văn bản (Markdown)');
    const area = e.root.querySelector('textarea')!;
    expect(area.value).toBe('# văn bản');
    expect(e.text()).toContain('Có thay đổi chưa lưu.');
    area.value = '# khác';
    area.dispatchEvent(new Event('input'));
    await e.press('Soạn bằng mẫu');
    expect(e.desk.model['intro']).toBe('Mới');
    expect(e.desk.doc.settings['display_name']).toBe('Z');
    e.desk.step('undo');
    expect(e.desk.model.items[0]!['text']).toBe('x');
  });

  it('changes nothing when the text was only looked at', async () => {
    const e = await open();
    const before = e.desk.doc;
    await e.press('Văn bản (Markdown)');
    await e.press('Soạn bằng mẫu');
    expect(e.desk.doc).toBe(before);
    expect(e.desk.dirty).toBe(false);
  });

  it('stays where it is while there are errors, and says so', async () => {
    const e = await open({ studio_check: () => ok({ findings: [{ severity: 'error', code: 'x', where: 'items.mot', line: null, message: 'Sai' }], summary: '', preview: null, source: null }) });
    await e.press('Văn bản (Markdown)');
    expect(e.text()).toContain('chưa chuyển sang văn bản được');
    expect(e.root.querySelector('textarea')).toBeNull();
    const t = await open({ studio_lint: () => ok({ findings: [{ severity: 'error', code: 'x', where: '', line: 1, message: 'Sai' }], summary: '', preview: null, model: null }) });
    await t.press('Văn bản (Markdown)');
    const area = t.root.querySelector('textarea')!;
    area.value = '## ';
    area.dispatchEvent(new Event('input'));
    await t.press('Soạn bằng mẫu');
    expect(t.text()).toContain('chưa chuyển sang mẫu được');
    expect(area.isConnected).toBe(true);
  });

  it('starts a new block from the same sample as the text', async () => {
    const e = await open({ studio_model: () => ok({ model: null, settings: {}, digest: 'd1', formats: [] }) });
    expect(e.sent('studio_lint')[0]).toEqual({ source: '# cũ', model: true });
    expect(e.ids()).toEqual(['mot', 'hai', 'ba']);
  });

  it('offers to try again when the content could not be fetched; the text is there all the same', async () => {
    const e = await open({ studio_model: () => ({ kind: 'failed' }) });
    expect(e.text()).toContain('Chưa mở được nội dung.');
    await e.press('Văn bản (Markdown)');
    expect(e.root.querySelector('textarea')!.value).toBe('# cũ');
  });
});

describe('files', () => {
  const given = { name: 'a.gift', size: 5, arrayBuffer: async () => new Uint8Array([195, 169, 0, 255]).buffer };
  const upload = async (e: Awaited<ReturnType<typeof open>>, file: typeof given = given): Promise<void> => {
    e.at('nav.files').click();
    const input = e.root.querySelector<HTMLInputElement>('input[type=file]')!;
    Object.defineProperty(input, 'files', { value: [file] });
    input.dispatchEvent(new Event('change'));
    await e.press('Đọc tệp');
    await settle();
  };

  it('are chosen by a button in the language of the page, beside which their name stands', async () => {
    const e = await open();
    e.at('nav.files').click();
    const input = e.root.querySelector<HTMLInputElement>('input[type=file]')!;
    const button = [...e.root.querySelectorAll('button')].filter((one) => one.textContent === 'Chọn tệp từ máy')[0]!;
    const said = document.getElementById(button.getAttribute('aria-describedby')!)!;
    const opened = vi.spyOn(input, 'click');
    expect([input.hidden, input.tabIndex, said.textContent]).toEqual([true, -1, 'Chưa chọn tệp nào.']);
    await e.press('Đọc tệp');
    expect(document.activeElement).toBe(button);
    button.click();
    expect(opened).toHaveBeenCalledOnce();
    Object.defineProperty(input, 'files', { value: [{ ...given, name: 'Câu hỏi.gift', size: 1_240_000 }] });
    input.dispatchEvent(new Event('change'));
    expect(said.textContent).toBe('Câu hỏi.gift (1,2 MB)');
    expect(e.root.querySelector<HTMLSelectElement>('select[id$=-format]')!.value).toBe('gift');
  });

  it('that changed since they were chosen are asked for again', async () => {
    const e = await open();
    await upload(e, { ...given, arrayBuffer: () => Promise.reject(new DOMException('', 'NotReadableError')) });
    expect(e.text()).toContain('Tệp “a.gift” đã đổi hoặc không còn ở chỗ cũ.');
    expect(e.text()).not.toContain('Đang đọc tệp');
    expect(e.sent('studio_import')).toEqual([]);
  });

  const imported = { schema: 1, items: [{ id: 'mot', type: 'single_choice', text: 'Từ tệp', options: [] }] };

  it('show what would be replaced and what was lost, and replace only then; undo brings it back', async () => {
    const e = await open({ studio_import: () => ok({ model: imported, findings: [{ severity: 'warning', code: 'not-carried', where: 'items.mot', line: null, message: 'Mất âm thanh' }] }) });
    await upload(e);
    expect(e.sent('studio_import')).toEqual([{ format: 'gift', data: 'w6kA/w==' }]);
    expect(e.text()).toContain('Tệp có 1 câu hỏi. “Dùng bản này” thay 3 câu');
    expect(e.text()).toContain('Mất âm thanh');
    expect(e.ids()).toHaveLength(3);
    await e.press('Dùng bản này');
    expect(e.ids()).toEqual(['mot']);
    e.desk.step('undo');
    expect(e.ids()).toHaveLength(3);
  });

  it('can go to the end under free ids', async () => {
    const e = await open({ studio_import: () => ok({ model: imported, findings: [] }) });
    await upload(e);
    await e.press('Thêm vào cuối bài');
    expect(e.ids()).toHaveLength(4);
    expect(new Set(e.ids()).size).toBe(4);
    expect(e.desk.view).toBe('item:' + e.ids()[3]);
  });

  it('bring their pictures along, but only when they are used', async () => {
    const named = { ...imported, items: [{ ...imported.items[0], text: '<img src="/static/a-1.png" alt="">' }] };
    const e = await open({
      studio_import: (data: Record<string, unknown>) =>
        ok(data.keep ? { model: named, findings: [], files: [{ name: 'a-1.png', state: 'kept', size: 3 }] } : { model: imported, findings: [], files: [{ name: 'a.png', state: 'new', size: 3 }] }),
    });
    await upload(e);
    expect(e.text()).toContain('Trong tệp có 1 hình.');
    expect(e.sent('studio_import')).toHaveLength(1);
    await e.press('Dùng bản này');
    await settle();
    expect(e.sent('studio_import')[1]).toEqual({ format: 'gift', data: 'w6kA/w==', keep: true });
    expect(JSON.stringify(e.desk.model)).toContain('/static/a-1.png');
    expect(e.text()).toContain('1 hình đã nằm trong mục Tệp của khóa học.');
  });

  it('whose pictures could not be kept for want of a connection replace nothing', async () => {
    const e = await open({ studio_import: (data: Record<string, unknown>) => (data.keep ? { kind: 'failed' } : ok({ model: imported, findings: [], files: [{ name: 'a.png', state: 'new', size: 3 }] })) });
    await upload(e);
    await e.press('Dùng bản này');
    await settle();
    expect(e.text()).toContain('Chưa cất được hình');
    expect(e.desk.dirty).toBe(false);
  });

  it('hand over the pictures that the author has to carry', async () => {
    const files = [{ name: 'a.png', state: 'upload', size: 3, media_type: 'image/png', data: 'w6kA/w==' }];
    const made: Blob[] = [];
    URL.createObjectURL = (blob: Blob | MediaSource) => (made.push(blob as Blob), 'blob:x');
    URL.revokeObjectURL = () => undefined;
    const e = await open({ studio_import: () => ok({ model: imported, findings: [], files }) });
    await upload(e);
    await e.press('Tải về: a.png');
    expect([made[0]!.type, made[0]!.size]).toEqual(['image/png', 4]);
    await e.press('Dùng bản này');
    await settle();
    expect(e.sent('studio_import')).toHaveLength(1);
    expect(e.ids()).toEqual(['mot']);
    expect(e.text()).toContain('Tải về: a.png');
  });

  it('take what they say of the settings along when they replace everything', async () => {
    const e = await open({ studio_import: () => ok({ model: imported, findings: [], settings: { pass_mark: 0.9 } }) });
    await upload(e);
    await e.press('Dùng bản này');
    await settle();
    expect(e.desk.doc.settings).toMatchObject({ pass_mark: 0.9 });
  });

  it('of another format are read as that by one button', async () => {
    const other: Answer = (data) => (data['format'] === 'gift' ? ok({ model: null, format: 'markdown', findings: [{ severity: 'error', code: 'other-format', where: 'file', line: null, message: 'Là Markdown' }] }) : ok({ model: imported, findings: [] }));
    const e = await open({ studio_import: other });
    await upload(e);
    await e.press('Đọc theo Markdown');
    await settle();
    expect(e.sent('studio_import').map((one) => one['format'])).toEqual(['gift', 'markdown']);
    expect(e.text()).toContain('Tệp có 1 câu hỏi.');
  });

  it('that cannot be read change nothing and say why', async () => {
    const e = await open({ studio_import: () => ok({ model: null, findings: [{ severity: 'error', code: 'x', where: '', line: 3, message: 'Dòng 3 hỏng' }] }) });
    await upload(e);
    expect(e.text()).toContain('Dòng 3 hỏng');
    expect(e.desk.dirty).toBe(false);
  });
});
