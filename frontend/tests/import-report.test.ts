/** What an import or export says of its losses, as an author reads it. */
import { describe, expect, it } from 'vitest';
import { QuizSubject } from '../quiz/studio/subject';
import { whole as wholeStory, type Story } from '../scenario/studio/model';
import { SimSubject } from '../scenario/studio/subject';
import type { Finding } from '../studio/source';
import { together } from '../studio/visual/files';

const quiz = new QuizSubject('vi', () => () => ({ node: document.createElement('p') }) as never, {});
const model = quiz.whole({
  schema: 1,
  items: ['mot', 'hai', 'ba'].map((id) => ({ id, type: 'single_choice', text: id, options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }] })),
  facts: [{ id: 'nguon', text: 'F' }],
  pools: [{ id: 'chung', draw: 1, pick: { all: true } }],
} as never);
const lost = (where: string, message: string, code = 'not-carried', severity: Finding['severity'] = 'warning'): Finding => ({ severity, code, where, line: null, message }) as Finding;
const said = (...findings: Finding[]): string[] => together(findings, quiz, model, (n) => ` và ${n} chỗ khác`).map((one) => one.message);

describe('a loss report', () => {
  it('calls questions by their number and says the same of several of them once', () => {
    expect(
      said(
        lost('items.mot', 'Câu “mot”: giải thích không ghi được vào định dạng này.'),
        lost('items.hai', 'Câu “hai”: năng lực không ghi được vào định dạng này.'),
        lost('items.ba', 'Câu “ba”: giải thích không ghi được vào định dạng này.'),
        lost('items.ba', 'Câu “ba”: giải thích không ghi được vào định dạng này.'),
      ),
    ).toEqual(['Câu 1, Câu 3: giải thích không ghi được vào định dạng này.', 'Câu 2: năng lực không ghi được vào định dạng này.']);
  });

  it('keeps the words of the file for what the content has not, and loses no sentence', () => {
    expect(
      said(
        lost('items.la', 'Câu “la”: cả câu bị bỏ.'),
        lost('items.khac', 'Câu “khac”: cả câu bị bỏ.'),
        lost('pools.chung', 'Nhóm rút câu “chung” không ghi được vào định dạng này.'),
        lost('intro', 'Phần giới thiệu không ghi được vào định dạng này.'),
        lost('C8', 'Ô C8: cột “x” không hiểu được.'),
        lost('category', 'Danh mục “Bài 1” không có ở đây; các câu trong đó mang nhãn “bai-1”.'),
      ),
    ).toEqual([
      'Câu “la”, Câu “khac”: cả câu bị bỏ.',
      'Nhóm rút câu “chung” không ghi được vào định dạng này.',
      'Phần giới thiệu không ghi được vào định dạng này.',
      'Ô C8: cột “x” không hiểu được.',
      'Danh mục “Bài 1” không có ở đây; các câu trong đó mang nhãn “bai-1”.',
    ]);
  });

  it('tells what the content lacks in the words of the forms, without Markdown', () => {
    const [one] = said(
      lost('items.mot.options.a', 'Câu “mot”, lựa chọn thứ 1 chưa có lời phản hồi; hãy viết một dòng “> …” ngay dưới.', 'option-without-feedback'),
      lost('items.hai.options.b', 'Câu “hai”, lựa chọn thứ 2 chưa có lời phản hồi; hãy viết một dòng “> …” ngay dưới.', 'option-without-feedback'),
    );
    expect(one).toMatch(/^Câu 1, .*; Câu 2, .*: .*phản hồi/);
    expect(one).not.toContain('“>');
  });

  it('names the first few of many, and keeps all of them to look up', () => {
    const many = quiz.whole({ schema: 1, items: Array.from({ length: 12 }, (_, n) => ({ id: 'c' + n, type: 'true_false', text: 'x', answer: true })) } as never);
    const [one] = together(many.items.map(({ id }) => lost('items.' + id, `Câu “${id}”: giải thích bị bỏ.`)), quiz, many, (n) => ` và ${n} chỗ khác`);
    expect(one!.message).toBe('Câu 1, Câu 2, Câu 3, Câu 4, Câu 5, Câu 6, Câu 7, Câu 8 và 4 chỗ khác: giải thích bị bỏ.');
    expect(one!.all).toHaveLength(12);
    expect(one!.all![11]).toBe('Câu 12');
  });

  it('keeps an error apart from a warning of the same words', () => {
    expect(said(lost('items.mot', 'Câu “mot”: x'), lost('items.hai', 'Câu “hai”: x', 'x', 'error'))).toEqual(['Câu 1: x', 'Câu 2: x']);
  });

  it('calls scenes as the forms do', () => {
    const sim = new SimSubject('vi');
    const story = wholeStory({ schema: 1, start: 'goi', scenes: [{ id: 'goi', title: 'Cuộc gọi lạ', messages: [], choices: [] }] } as unknown as Story);
    const told = together([lost('scenes.goi', '“scenes.goi”: âm thanh không mang sang được; hãy xem lại và viết tay nếu cần.'), lost('meters', '“meters”: thước đo không mang sang được; hãy xem lại và viết tay nếu cần.')], sim, story, () => '');
    expect(told.map((one) => one.message)).toEqual(['Cảnh 1 (Cuộc gọi lạ): âm thanh không mang sang được; hãy xem lại và viết tay nếu cần.', 'Thước đo và điều cần nhớ: thước đo không mang sang được; hãy xem lại và viết tay nếu cần.']);
  });
});
