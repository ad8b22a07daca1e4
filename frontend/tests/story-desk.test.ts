import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waysOf, type Story } from '../scenario/studio/model';
import { sampleInbox, sampleStory } from '../scenario/studio/model-samples';
import { SimSubject } from '../scenario/studio/subject';
import { ok, open, python } from './story-hands';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.textContent = '';
});

describe('writing a story without a line of Markdown', () => {
  it('goes from a choice to a scene that is made on the spot, to an ending', async () => {
    const e = await open(sampleStory('vi'));
    await e.press('scenes.cuoc-goi.choices.add');
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.choices.c.text'));
    e.type('scenes.cuoc-goi.choices.c.text', 'Hỏi <strong>công an xã</strong>');
    e.type('scenes.cuoc-goi.choices.c.feedback', 'Đúng.');
    e.choose('scenes.cuoc-goi.choices.c.to', '+');
    expect(e.desk.model.scenes.map((one) => one.id)).toEqual(['cuoc-goi', 'hoi-cong-an-xa', 'an-toan', 'mat-tien']);
    // What was typed before is still there.
    expect(e.scene('cuoc-goi').choices[2]).toMatchObject({ text: 'Hỏi <strong>công an xã</strong>', feedback: 'Đúng.', to: 'hoi-cong-an-xa' });
    await e.press('scenes.cuoc-goi.choices.c.open');
    expect(e.desk.view).toBe('scene:hoi-cong-an-xa');
    expect(e.at('scenes.hoi-cong-an-xa.title').value).toBe('Hỏi công an xã');
    e.type('scenes.hoi-cong-an-xa.title', 'Ở trụ sở');
    e.choose('scenes.hoi-cong-an-xa.ending', 'ending');
    e.choose('scenes.hoi-cong-an-xa.ending.kind', 'mixed');
    expect(e.scene('hoi-cong-an-xa').ending).toEqual({ kind: 'mixed', score: 0.5, title: '', text: '' });
    e.type('scenes.hoi-cong-an-xa.ending.text', 'Bạn đã hỏi.');
    // Every step is undone, one by one, back to the beginning.
    for (let i = 0; i < 20; i++) e.desk.step('undo');
    expect(e.desk.model).toEqual(sampleStory('vi'));
    for (let i = 0; i < 20; i++) e.desk.step('redo');
    expect(e.scene('hoi-cong-an-xa').ending!.text).toBe('Bạn đã hỏi.');
  });

  it('makes no scene when arrow keys only pass the entry for a new one', async () => {
    const e = await open(sampleStory('vi'));
    await e.press('scenes.cuoc-goi.choices.add');
    e.type('scenes.cuoc-goi.choices.c.text', 'Hỏi công an xã');
    const to = 'scenes.cuoc-goi.choices.c.to';
    const key = (name: string): void => void e.at(to).dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
    e.at(to).focus();
    key('ArrowDown');
    e.choose(to, '+');
    expect(e.desk.model.scenes).toHaveLength(3);
    key('ArrowUp');
    e.choose(to, 'mat-tien');
    expect(e.scene('cuoc-goi').choices[2]!.to).toBe('mat-tien');
    key('End');
    e.choose(to, '+');
    key('Enter');
    expect(e.desk.model.scenes).toHaveLength(4);
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.choices.c.open'));
    e.desk.step('undo');
    e.at(to).focus();
    key('End');
    e.choose(to, '+');
    e.at(to).blur();
    expect(e.desk.model.scenes).toHaveLength(4);
  });

  it('scores, effects, exits, conditions: each as the contract has it', async () => {
    const e = await open({ ...sampleStory('vi'), flags: ['da-tin'] });
    const a = 'scenes.cuoc-goi.choices.a';
    e.choose(a + '.score', 'other');
    e.type(a + '.score', '0.4');
    e.at(a + '.exit').click();
    await e.press(a + '.effects.add');
    e.choose(a + '.effects.1.what', 'flag:da-tin');
    e.choose(a + '.effects.1.set', 'no');
    e.choose(a + '.when', 'all');
    e.choose(a + '.when.1.not', 'not');
    await e.press(a + '.when.add');
    e.choose(a + '.when.2.kind', 'any');
    await e.press(a + '.when.2.add');
    e.choose(a + '.when.2.1.kind', 'meter:tien');
    e.choose(a + '.when.2.1.op', '>=');
    e.type(a + '.when.2.1.n', '30');
    e.choose(a + '.when.2.2.kind', 'visits:mat-tien');
    e.type(a + '.when.2.2.n', '3');
    expect(e.scene('cuoc-goi').choices[0]).toMatchObject({ score: 0.4, exit: false, effects: [{ flag: 'da-tin', set: false }], when: ['all', ['not', ['flag', 'da-tin']], ['any', ['meter', 'tien', '>=', 30], ['visits', 'mat-tien', '>=', 3]]] });
    expect(e.text()).toContain('chưa xảy ra “da-tin” và (Tiền trong tài khoản ít nhất 30% hoặc vào cảnh “Tiền đã mất” ít nhất 3 lần)');
    // A number that was typed is not lost when its comparison is chosen anew.
    e.choose(a + '.when.2.1.op', '<');
    expect(e.scene('cuoc-goi').choices[0]!.when![2]).toEqual(['any', ['meter', 'tien', '<', 30], ['visits', 'mat-tien', '>=', 3]]);
    await e.press(a + '.when.2.remove');
    expect(e.scene('cuoc-goi').choices[0]!.when).toEqual(['not', ['flag', 'da-tin']]);
    e.choose(a + '.when', 'always');
    expect(e.scene('cuoc-goi').choices[0]!.when).toBeNull();
  });

  it('remembers something new right where it happens', async () => {
    const e = await open(sampleStory('vi'));
    await e.press('scenes.cuoc-goi.choices.b.effects.add');
    e.choose('scenes.cuoc-goi.choices.b.effects.2.what', '+');
    expect(e.desk.model.flags).toEqual(['dau-1']);
    expect(e.scene('cuoc-goi').choices[1]!.effects[1]).toEqual({ flag: 'dau-1', set: true });
    e.desk.go('meters');
    e.type('flags.dau-1', 'Đã chuyển tiền');
    expect(e.desk.model.flags).toEqual(['da-chuyen-tien']);
    expect(e.scene('cuoc-goi').choices[1]!.effects[1]).toEqual({ flag: 'da-chuyen-tien', set: true });
  });

  it('asks for a typed reply, and a question of the quiz', async () => {
    const e = await open(sampleStory('vi'));
    await e.press('scenes.cuoc-goi.input');
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.input.prompt'));
    e.type('scenes.cuoc-goi.input.prompt', 'Bạn nói gì?');
    e.type('scenes.cuoc-goi.input.replies.c.patterns', 'không\n\n gọi lại sau ');
    e.choose('scenes.cuoc-goi.input.replies.c.to', 'an-toan');
    e.choose('scenes.cuoc-goi.input.fallback.to', 'mat-tien');
    expect(e.scene('cuoc-goi').input).toMatchObject({ prompt: 'Bạn nói gì?', ignore_diacritics: true, replies: [{ id: 'c', patterns: ['không', 'gọi lại sau'], to: 'an-toan' }], fallback: { id: 'other', to: 'mat-tien' } });
    expect('text' in e.scene('cuoc-goi').input!.replies[0]!).toBe(false);
    expect('when' in e.scene('cuoc-goi').input!.fallback!).toBe(false);
    e.type('scenes.cuoc-goi.input.replies.c.text', 'Từ chối');
    expect(e.scene('cuoc-goi').input!.replies[0]!.text).toBe('Từ chối');
    e.type('scenes.cuoc-goi.input.replies.c.text', '');
    expect('text' in e.scene('cuoc-goi').input!.replies[0]!).toBe(false);

    await e.press('scenes.cuoc-goi.question');
    const q = 'scenes.cuoc-goi.question.item';
    expect(document.activeElement).toBe(e.at(q + '.text'));
    e.type(q + '.text', 'Công an có gọi video không?');
    e.type(q + '.options.a.text', 'Không');
    e.type(q + '.options.b.text', 'Có');
    e.choose('scenes.cuoc-goi.question.right.to', 'an-toan');
    e.choose('scenes.cuoc-goi.question.wrong.to', 'mat-tien');
    const { question } = e.scene('cuoc-goi');
    expect(question!.item).toMatchObject({ type: 'single_choice', text: 'Công an có gọi video không?', options: [{ id: 'a', text: 'Không', correct: true }, { id: 'b', text: 'Có', correct: false }] });
    expect(Object.keys(question!.right).sort()).toEqual(['effects', 'feedback', 'id', 'to']);
    e.choose(q + '.type', 'true_false');
    expect(e.scene('cuoc-goi').question!.item).toMatchObject({ type: 'true_false', text: 'Công an có gọi video không?', answer: true });
    await e.press('scenes.cuoc-goi.question.remove');
    await e.press('scenes.cuoc-goi.input.remove');
    expect(Object.keys(e.scene('cuoc-goi')).sort()).toEqual(Object.keys(sampleStory('vi').scenes[0]!).sort());
  });

  it('marks the chosen words of a message as a sign, without dragging', async () => {
    const e = await open(sampleStory('vi'));
    const m = 'scenes.cuoc-goi.messages.m1';
    await e.press(m + '.cues.words');
    await e.button('Tôi');
    await e.button('an.');
    await e.button('Đánh dấu là dấu hiệu', e.root.querySelector('.hv-words')!);
    expect(document.activeElement).toBe(e.at(m + '.cues.c2.why'));
    e.type(m + '.cues.c2.why', 'Tự xưng.');
    expect(e.scene('cuoc-goi').messages[0]!.cues).toEqual([{ id: 'c1', quote: 'Bạn phải chuyển tiền ngay', why: 'Không ai thật bắt bạn chuyển tiền qua điện thoại.' }, { id: 'c2', quote: 'Tôi là công an', why: 'Tự xưng.' }]);
  });

  it('marks what is selected in the message, grown to whole words', async () => {
    const e = await open(sampleStory('vi'));
    const m = 'scenes.cuoc-goi.messages.m1';
    const area = e.at(m + '.text');
    area.focus();
    const range = document.createRange();
    range.setStart(area.firstChild!, 1);
    range.setEnd(area.firstChild!, 9);
    window.getSelection()!.removeAllRanges();
    window.getSelection()!.addRange(range);
    await e.press(m + '.cues.mark');
    expect(e.scene('cuoc-goi').messages[0]!.cues.map((cue) => cue.quote)).toEqual(['Bạn phải chuyển tiền ngay', 'Tôi là công']);
  });

  it('says so when nothing is selected', async () => {
    const e = await open(sampleStory('vi'));
    window.getSelection()!.removeAllRanges();
    await e.press('scenes.cuoc-goi.messages.m1.cues.mark');
    expect(e.text()).toContain('Bạn chọn vài chữ trong lời nhắn trước nhé.');
    expect(e.desk.dirty).toBe(false);
  });

  it('keeps to one line on a button', async () => {
    const e = await open(sampleStory('vi'));
    e.type('scenes.cuoc-goi.choices.a.text', '<p>Cúp <strong>máy</strong></p><p>ngay <a href="https://a.vn">đi</a></p>');
    expect(e.scene('cuoc-goi').choices[0]!.text).toBe('Cúp <strong>máy</strong> ngay đi');
  });

  it('picks a channel by its picture, with the fields that it shows; others stay in sight', async () => {
    const e = await open(sampleStory('vi'));
    e.at('scenes.cuoc-goi.channel.email').click();
    expect(e.scene('cuoc-goi').channel).toBe('email');
    e.type('scenes.cuoc-goi.channel_info.subject', 'Khẩn');
    e.at('scenes.cuoc-goi.channel.sms').click();
    expect(e.scene('cuoc-goi').channel_info).toEqual({ from: 'Số lạ', subject: 'Khẩn' });
    await e.press('scenes.cuoc-goi.channel_info.subject.remove');
    expect(e.scene('cuoc-goi').channel_info).toEqual({ from: 'Số lạ' });
    e.type('scenes.cuoc-goi.channel_info.from', '');
    expect(e.scene('cuoc-goi').channel_info).toEqual({});
  });
});

describe('what was just typed', () => {
  it('is in the copy, in the new kind of ending, in the other way to combine conditions, beside the new thing to remember', async () => {
    const e = await open(sampleStory('vi'));
    const a = 'scenes.cuoc-goi.choices.a';
    e.type(a + '.text', 'Gác máy');
    await e.press(a + '.duplicate');
    expect(e.scene('cuoc-goi').choices.map((way) => way.text)).toEqual(['Gác máy', 'Gác máy', 'Chuyển tiền']);
    e.choose(a + '.when', 'all');
    e.type(a + '.when.1.n', '7');
    e.choose(a + '.when', 'any');
    expect(e.scene('cuoc-goi').choices[0]!.when).toEqual(['any', ['meter', 'tien', '<', 7]]);
    e.type(a + '.text', 'Dập máy');
    await e.press(a + '.effects.add');
    e.type(a + '.effects.1.add', '-3');
    e.type(a + '.feedback', 'Tốt.');
    e.choose(a + '.effects.1.what', '+');
    expect(e.scene('cuoc-goi').choices[0]).toMatchObject({ text: 'Dập máy', feedback: 'Tốt.', effects: [{ flag: 'dau-1', set: true }] });
    e.desk.go('scene:an-toan');
    e.type('scenes.an-toan.ending.text', 'Hết rồi.');
    e.choose('scenes.an-toan.ending.kind', 'bad');
    expect(e.scene('an-toan').ending).toEqual({ kind: 'bad', score: 0, title: '', text: 'Hết rồi.' });
  });
});

describe('scenes as a whole', () => {
  it('are renamed with everything that names them, their place in the picture too, in one step', async () => {
    const e = await open(sampleStory('vi'), {}, { display_name: 'A', layout: '{"an-toan":[5,6]}' });
    e.desk.go('scene:an-toan');
    e.type('scenes.an-toan.id', 'binh-an');
    expect(e.desk.view).toBe('scene:binh-an');
    expect(e.scene('cuoc-goi').choices[0]!.to).toBe('binh-an');
    expect(e.desk.doc.settings['layout']).toBe('{"binh-an":[5,6]}');
    e.desk.step('undo');
    expect(e.desk.model).toEqual(sampleStory('vi'));
    expect(e.desk.doc.settings['layout']).toBe('{"an-toan":[5,6]}');
    e.desk.go('scene:an-toan');
    e.type('scenes.an-toan.id', 'Bình An');
    expect(e.text()).toContain('Mã chỉ gồm chữ thường không dấu');
    expect(e.desk.model).toEqual(sampleStory('vi'));
  });

  it('say who led to them before they are deleted, and what becomes of that', async () => {
    const e = await open(sampleStory('vi'));
    e.desk.go('scene:an-toan');
    await e.press('act.delete');
    const ask = e.root.querySelector('.hv-askdelete')!;
    expect(ask.textContent).toContain('1 đường đang dẫn đến cảnh này');
    expect(ask.textContent).toContain('Cuộc gọi lạ: Cúp máy, hỏi người nhà');
    expect(e.desk.dirty).toBe(false);
    const fate = ask.querySelector('select')!;
    fate.value = 'to:mat-tien';
    await e.button('Xóa cảnh', ask);
    expect(e.desk.model.scenes.map((one) => one.id)).toEqual(['cuoc-goi', 'mat-tien']);
    expect(e.scene('cuoc-goi').choices.map((way) => way.to)).toEqual(['mat-tien', 'mat-tien']);
    await e.button('Hoàn tác', [...e.root.querySelectorAll('.hv-note')].pop()!);
    expect(e.desk.model).toEqual(sampleStory('vi'));
  });

  it('become the start, are copied and moved by keyboard', async () => {
    const e = await open(sampleStory('vi'));
    await e.press('nav.mat-tien');
    await e.press('act.start');
    expect(e.desk.model.start).toBe('mat-tien');
    expect(e.text()).toContain('Câu chuyện mở đầu ở cảnh này.');
    e.root.querySelector('.hv-desk')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowUp', altKey: true, bubbles: true, cancelable: true }));
    expect(e.desk.model.scenes.map((one) => one.id)).toEqual(['cuoc-goi', 'mat-tien', 'an-toan']);
    await e.press('act.duplicate');
    expect(e.desk.model.scenes.map((one) => one.id)).toEqual(['cuoc-goi', 'mat-tien', 'mat-tien-1', 'an-toan']);
    expect(e.desk.view).toBe('scene:mat-tien-1');
  });

  it('lose their ways when they become an ending, and an undo is offered', async () => {
    const e = await open(sampleStory('vi'));
    e.choose('scenes.cuoc-goi.ending', 'ending');
    expect(waysOf(e.scene('cuoc-goi'))).toEqual([]);
    expect(e.text()).toContain('2 đường đi tiếp đã được bỏ');
    await e.button('Hoàn tác', [...e.root.querySelectorAll('.hv-note')].pop()!);
    expect(e.desk.model).toEqual(sampleStory('vi'));
  });
});

describe('what the server finds', () => {
  const codes = python('import json; from xblocks.scenario_sim.texts import SENTENCES; print(json.dumps(sorted(SENTENCES)))');

  it.each(JSON.parse(codes) as string[])('%s is said in the words of the forms', async (code) => {
    const subject = new SimSubject('vi');
    const said = subject.message({ severity: 'error', code, where: 'scenes.a.choices.b', message: 'KHÔNG DỊCH', line: null });
    expect(said).not.toBe('KHÔNG DỊCH');
    expect(said).not.toMatch(/meters|flags|facts|checked_on|source”|exit:|fallback\)|lối thoát: có|\{/);
  });

  it('stands at the field that mends it, opens what is folded, and is reached from the list', async () => {
    const e = await open(sampleStory('vi'));
    await e.find([
      { code: 'choice-without-feedback', where: 'scenes.cuoc-goi.choices.b' },
      { code: 'cue-without-explanation', where: 'scenes.cuoc-goi.messages.m1.cues.c1' },
      { code: 'never-holds', where: 'scenes.cuoc-goi.choices.a.when' },
      { code: 'unreachable-scene', where: 'scenes.mat-tien' },
      { code: 'meter-never-changes', where: 'meters.tien' },
      { code: 'no-safe-exit', where: 'scenes' },
      { code: 'bad-id', severity: 'error', where: 'scenes.cuoc-goi.choices.b.to' },
    ]);
    const saidAt = (path: string): string => e.root.querySelector(`#${e.desk.places.id(path)}-says`)!.textContent!;
    expect(saidAt('scenes.cuoc-goi.choices.b.feedback')).toContain('Chưa có phản hồi');
    expect(saidAt('scenes.cuoc-goi.choices.b.to')).toContain('Chưa biết lựa chọn này dẫn đến đâu');
    expect(saidAt('scenes.cuoc-goi.messages.m1.cues.c1.why')).toContain('Dấu hiệu này chưa được giải thích');
    expect(saidAt('scenes.cuoc-goi.choices.a.when')).toContain('không bao giờ đúng');
    for (let at = e.at('scenes.cuoc-goi.choices.a.when').parentElement; at; at = at.parentElement) if (at.tagName === 'DETAILS') expect((at as HTMLDetailsElement).open).toBe(true);
    expect(e.at('nav.mat-tien').textContent).toContain('1 lời nhắc');
    expect(e.at('nav.meters').textContent).toContain('1 lời nhắc');
    expect(e.at('nav.story').textContent).toContain('1 lời nhắc');
    expect(e.at('nav.cuoc-goi').textContent).toContain('1 lỗi');
    await e.button('Cảnh 3 (Tiền đã mất)', e.root.querySelector('.hv-finds')!);
    expect(e.desk.view).toBe('scene:mat-tien');
    await e.button('Cảnh 1 (Cuộc gọi lạ), Lựa chọn 2', e.root.querySelector('.hv-finds')!);
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.choices.b.to'));
    await e.button('Cả câu chuyện', e.root.querySelector('.hv-finds')!);
    expect(e.desk.view).toBe('story');
  });
});

describe('the live look', () => {
  const look = (e: { root: HTMLElement }): HTMLElement => e.root.querySelector('.hv-lookstage')!;

  it('is the learner’s own view of the scene, follows what is typed, and shows the server’s form when it has one', async () => {
    const model = sampleStory('vi');
    const e = await open(model, { studio_check: (body) => ok({ findings: [], summary: '', source: null, preview: body['scene'] === 'cuoc-goi' ? { of: 'cuoc-goi', scene: { title: 'TỪ MÁY CHỦ', channel: 'call', channel_info: {}, text: '', messages: [], choices: [{ id: '1', text: 'A' }], ending: null } } : null }) });
    expect(e.sent('studio_check')[0]!['scene']).toBe('cuoc-goi');
    expect(look(e).querySelector('h3')!.textContent).toBe('TỪ MÁY CHỦ');
    e.type('scenes.cuoc-goi.title', 'Tên mới');
    vi.advanceTimersByTime(200);
    expect(look(e).querySelector('h3')!.textContent).toBe('Tên mới');
    expect([...look(e).querySelectorAll('.hv-choice')].map((one) => one.textContent)).toEqual(['Cúp máy, hỏi người nhà', 'Chuyển tiền']);
    expect(look(e).querySelector('.hv-ch--call')).not.toBeNull();
    expect(look(e).querySelector('.hv-meters')!.textContent).toContain('Tiền trong tài khoản');
  });

  it('leads to the field of what is pressed, and never moves on', async () => {
    const e = await open(sampleStory('vi'));
    const press = (selector: string): void => look(e).querySelector<HTMLElement>(selector)!.click();
    press('[data-choice="2"]');
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.choices.b.text'));
    press('[data-m="0"]');
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.messages.m1.text'));
    press('h3');
    expect(document.activeElement).toBe(e.at('scenes.cuoc-goi.title'));
    expect(e.calls.map(([name]) => name).filter((name) => !/^studio_(model|check|competencies)$/.test(name))).toEqual([]);
  });

  it('shows the signs when asked to', async () => {
    const e = await open(sampleStory('vi'));
    expect(look(e).querySelector('mark')).toBeNull();
    e.root.querySelector<HTMLInputElement>('.hv-itempreview input[type=checkbox]')!.click();
    expect(look(e).querySelector('mark')!.textContent).toContain('Bạn phải chuyển tiền ngay');
  });
});

describe('an inbox', () => {
  it('may follow a story whose findings are still shown', async () => {
    const e = await open(sampleStory('vi'));
    await e.find([{ code: 'unreachable-scene', where: 'scenes.mat-tien' }]);
    e.desk.go('story');
    await e.button('Hộp thư mẫu');
    expect(e.desk.view).toBe('item:giao-hang');
    expect(e.at('nav.hop-to-dan-pho').textContent).toContain('Tin thật');
  });

  it('is written message by message', async () => {
    const e = await open(sampleInbox('vi'));
    await e.press('nav.add2');
    const id = e.desk.view.slice(5);
    e.type(`triage.items.${id}.title`, 'Nhắc lịch');
    e.type(`triage.items.${id}.messages.m1.text`, 'Mai mình gặp nhé');
    e.type(`triage.items.${id}.why`, 'Không đòi gì.');
    expect(e.desk.model.triage!.items[1]).toMatchObject({ id, title: 'Nhắc lịch', genuine: true, why: 'Không đòi gì.' });
    e.at(`triage.items.${id}.genuine.false`).click();
    expect(e.desk.model.triage!.items[1]!.genuine).toBe(false);
    expect([...e.root.querySelectorAll('.hv-lookstage .hv-choice')].map((one) => one.textContent)).toEqual(['Tin được', 'Lừa đảo']);
    e.desk.go('story');
    e.type('triage.labels.fraud', 'Không tin');
    e.at('triage.shuffle').click();
    expect(e.desk.model.triage).toMatchObject({ shuffle: false, labels: { genuine: 'Tin được', fraud: 'Không tin' } });
    e.desk.go('item:' + id);
    await e.press('act.delete');
    expect(e.desk.model.triage!.items.length).toBe(2);
  });

  it('has no conditions, and no views that it does not need', async () => {
    const e = await open(sampleInbox('vi'));
    expect([...e.paths()].filter((path) => /\.when$|^nav\.meters$/.test(path))).toEqual([]);
  });
});

describe('beginning', () => {
  it('offers samples and empty beginnings, each of them one step that can be undone', async () => {
    const e = await open(sampleStory('vi'));
    for (const [label, check] of [['Hộp thư trống', (m: Story) => !!m.triage], ['Câu chuyện trống', (m: Story) => m.scenes.length === 1], ['Hộp thư mẫu', (m: Story) => m.triage!.items.length === 2], ['Câu chuyện mẫu', (m: Story) => m.scenes.length === 3]] as const) {
      e.desk.go('story');
      await e.button(label);
      expect(check(e.desk.model)).toBe(true);
    }
    for (let i = 0; i < 4; i++) e.desk.step('undo');
    expect(e.desk.model).toEqual(sampleStory('vi'));
  });

  it('mixes choices unless told not to, and leaves no trace of the usual', async () => {
    const e = await open(sampleStory('vi'));
    e.desk.go('story');
    e.at('shuffle').click();
    expect(e.desk.model['shuffle']).toBe(false);
    e.at('shuffle').click();
    expect('shuffle' in e.desk.model).toBe(false);
  });

  it('keeps the picture’s own setting out of the settings form', async () => {
    const e = await open(sampleStory('vi'));
    e.desk.go('settings');
    expect(e.root.querySelectorAll('.hv-formrow').length).toBe(1);
  });
});
