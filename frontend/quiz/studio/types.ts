/** The forms of the question types, as data: one entry a type. A type without an entry is kept untouched and edited as text. */
import { freePlace, type Rect } from './areas';
import { plain, type QuizItem, type Row } from './model';
import type { strings } from './strings';

export type Key = keyof typeof strings;
type Base = { name: string; label: Key; when?: (row: Row, item: Row) => boolean };
export type FieldDef = Base &
  (
    | { kind: 'rich'; short?: boolean }
    /** `file`: it is the address of a picture, which is seen elsewhere in the form. */
    | { kind: 'line'; file?: true }
    | { kind: 'number'; min?: number; max?: number; empty: number }
    /** `only`: at most one row of the list has it. */
    | { kind: 'flag'; only?: boolean }
    | { kind: 'choice'; choices: Array<[unknown, Key]> }
    /** One of the rows of the item's list `of`, called by its field `title`. */
    | { kind: 'ref'; of: string; title: string }
    /** An object whose fields are these. */
    | { kind: 'object'; fields: FieldDef[] }
    /** The rows of this name as areas on the item's picture. */
    | { kind: 'areas' }
    /** Place and size of an area in numbers, folded. */
    | { kind: 'numbers'; fields: FieldDef[] }
    | Rows
  );
export interface Rows {
  kind: 'rows';
  row: Key;
  add: Key;
  fields: FieldDef[];
  /** A new row; `id` is left out where rows have none. */
  fresh: (id: string, item: Row) => Row;
  ids: boolean;
  /** So many rows stay. */
  least: number;
}
export interface TypeDef {
  label: Key;
  /** What the question's text is called. */
  text: Key;
  fields: FieldDef[];
  fresh: () => Row;
  /** A type that the question can be turned into. */
  kin?: string;
  /** Makes the item's fields fit after a choice was made. */
  fit?: (item: QuizItem) => QuizItem;
}

const SHARES: Array<[unknown, Key]> = [['partial', 'partial'], ['all_or_nothing', 'all_or_nothing']];
const feedback: FieldDef = { kind: 'rich', name: 'feedback', label: 'feedback_plain', short: true };
const optionRows = (only: boolean): FieldDef[] => [
  {
    kind: 'rows', name: 'options', label: 'options', row: 'option_n', add: 'add_option', ids: true, least: 2,
    fresh: (id) => ({ id, text: '', correct: false, feedback: '' }),
    fields: [
      { kind: 'rich', name: 'text', label: 'part_text', short: true },
      { kind: 'flag', name: 'correct', label: 'correct', only },
      { kind: 'rich', name: 'feedback', label: 'feedback', short: true },
    ],
  },
  { kind: 'flag', name: 'shuffle', label: 'shuffle' },
];
const twoOptions = (): Row => ({ options: [{ id: 'a', text: '', correct: true, feedback: '' }, { id: 'b', text: '', correct: false, feedback: '' }], shuffle: true });
const scoreField: FieldDef = { kind: 'number', name: 'score', label: 'score', min: 0, max: 1, empty: 1 };
const other: FieldDef = { kind: 'rich', name: 'feedback_other', label: 'feedback_other', short: true };
const onPicture = (_row: Row, item: Row): boolean => item['skin'] === 'picture';
const inWords = (_row: Row, item: Row): boolean => item['skin'] !== 'picture';
const percent = (name: string, label: Key): FieldDef => ({ kind: 'number', name, label, min: 0, max: 100, empty: 0 });

const escaped = (text: unknown): string => String(text || '').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function fitSigns(item: QuizItem): QuizItem {
  const picture = onPicture(item, item);
  const placed: Rect[] = [];
  const parts = (item['parts'] as Row[]).map((part) => {
    const { text, label, x, y, w, h, ...rest } = part;
    if (!picture) return { ...rest, text: String(text || escaped(label)) };
    const at = w && h ? { x: Number(x || 0), y: Number(y || 0), w: Number(w), h: Number(h) } : freePlace(placed);
    placed.push(at);
    return { ...rest, label: String(label || plain(text)), ...at };
  });
  const { picture: old, ...bare } = item;
  return picture ? { ...item, parts, picture: old || { src: '', alt: '' } } : { ...bare, id: item.id, type: item.type, parts };
}

export const TYPE_FORMS: Record<string, TypeDef> = {
  single_choice: { label: 'single_choice', text: 'text', kin: 'multiple_choice', fields: optionRows(true), fresh: twoOptions },
  multiple_choice: {
    label: 'multiple_choice', text: 'text', kin: 'single_choice', fresh: () => ({ ...twoOptions(), scoring: 'all_or_nothing' }),
    fields: [...optionRows(false), { kind: 'choice', name: 'scoring', label: 'scoring', choices: [['all_or_nothing', 'all_or_nothing'], ['partial', 'partial'], ['right_minus_wrong', 'right_minus_wrong']] }],
  },
  true_false: {
    label: 'true_false', text: 'statement', fresh: () => ({ answer: true, feedback_true: '', feedback_false: '' }),
    fields: [
      { kind: 'choice', name: 'answer', label: 'statement_is', choices: [[true, 'is_true'], [false, 'is_false']] },
      { kind: 'rich', name: 'feedback_true', label: 'feedback_true', short: true },
      { kind: 'rich', name: 'feedback_false', label: 'feedback_false', short: true },
    ],
  },
  short_text: {
    label: 'short_text', text: 'text', fresh: () => ({ alternatives: [{ text: '', score: 1, feedback: '' }], case_sensitive: false, ignore_diacritics: true, feedback_other: '' }),
    fields: [
      {
        kind: 'rows', name: 'alternatives', label: 'alternatives', row: 'answer_n', add: 'add_answer', ids: false, least: 1, fresh: () => ({ text: '', score: 1, feedback: '' }),
        fields: [{ kind: 'line', name: 'text', label: 'answer_text' }, scoreField, feedback],
      },
      other,
      { kind: 'flag', name: 'ignore_diacritics', label: 'ignore_diacritics' },
      { kind: 'flag', name: 'case_sensitive', label: 'case_sensitive' },
    ],
  },
  number: {
    label: 'number', text: 'text', fresh: () => ({ alternatives: [{ value: 0, tolerance: 0, score: 1, feedback: '' }], unit: '', feedback_other: '' }),
    fields: [
      {
        kind: 'rows', name: 'alternatives', label: 'alternatives', row: 'answer_n', add: 'add_answer', ids: false, least: 1, fresh: () => ({ value: 0, tolerance: 0, score: 1, feedback: '' }),
        fields: [{ kind: 'number', name: 'value', label: 'answer_value', empty: 0 }, { kind: 'number', name: 'tolerance', label: 'tolerance', min: 0, empty: 0 }, scoreField, feedback],
      },
      { kind: 'line', name: 'unit', label: 'unit' },
      other,
    ],
  },
  matching: {
    label: 'matching', text: 'text', fresh: () => ({ pairs: ['a', 'b'].map((id) => ({ id, left: '', right: '', feedback: '' })), distractors: [], scoring: 'partial' }),
    fields: [
      {
        kind: 'rows', name: 'pairs', label: 'pairs', row: 'pair_n', add: 'add_pair', ids: true, least: 2, fresh: (id) => ({ id, left: '', right: '', feedback: '' }),
        fields: [{ kind: 'rich', name: 'left', label: 'left', short: true }, { kind: 'rich', name: 'right', label: 'right', short: true }, { kind: 'rich', name: 'feedback', label: 'feedback_pair', short: true }],
      },
      { kind: 'rows', name: 'distractors', label: 'distractors', row: 'distractor_n', add: 'add_distractor', ids: true, least: 0, fresh: (id) => ({ id, text: '' }), fields: [{ kind: 'rich', name: 'text', label: 'part_text', short: true }] },
      { kind: 'choice', name: 'scoring', label: 'scoring', choices: SHARES },
    ],
  },
  ordering: {
    label: 'ordering', text: 'text', fresh: () => ({ steps: ['a', 'b', 'c'].map((id) => ({ id, text: '' })), feedback_right: '', feedback_wrong: '', scoring: 'partial' }),
    fields: [
      { kind: 'rows', name: 'steps', label: 'steps', row: 'step_n', add: 'add_step', ids: true, least: 2, fresh: (id) => ({ id, text: '' }), fields: [{ kind: 'rich', name: 'text', label: 'part_text', short: true }] },
      { kind: 'rich', name: 'feedback_right', label: 'feedback_right', short: true },
      { kind: 'rich', name: 'feedback_wrong', label: 'feedback_wrong', short: true },
      { kind: 'choice', name: 'scoring', label: 'scoring', choices: SHARES },
    ],
  },
  grouping: {
    label: 'grouping', text: 'text', fresh: () => ({ groups: [{ id: 'a', title: '' }, { id: 'b', title: '' }], things: ['a', 'b'].map((id) => ({ id, text: '', group: id, feedback: '' })), scoring: 'partial' }),
    fields: [
      { kind: 'rows', name: 'groups', label: 'groups', row: 'group_n', add: 'add_group', ids: true, least: 2, fresh: (id) => ({ id, title: '' }), fields: [{ kind: 'line', name: 'title', label: 'group_title' }] },
      {
        kind: 'rows', name: 'things', label: 'things', row: 'thing_n', add: 'add_thing', ids: true, least: 2,
        fresh: (id, item) => ({ id, text: '', group: String(((item['groups'] as Row[])[0] || {})['id'] || ''), feedback: '' }),
        fields: [{ kind: 'rich', name: 'text', label: 'part_text', short: true }, { kind: 'ref', name: 'group', label: 'thing_group', of: 'groups', title: 'title' }, { kind: 'rich', name: 'feedback', label: 'feedback_thing', short: true }],
      },
      { kind: 'choice', name: 'scoring', label: 'scoring', choices: SHARES },
    ],
    // A thing of a group that was removed goes to the first one.
    fit: (item) => {
      const groups = (item['groups'] as Row[]).map((group) => group['id']);
      const things = item['things'] as Row[];
      if (!groups.length || things.every((thing) => groups.indexOf(thing['group']) >= 0)) return item;
      return { ...item, things: things.map((thing) => (groups.indexOf(thing['group']) >= 0 ? thing : { ...thing, group: groups[0] })) };
    },
  },
  gaps: {
    label: 'kind_gaps', text: 'text',
    fresh: () => ({ body: '', gaps: [{ id: 'a', mode: 'choose', options: [{ id: 'a', text: '', correct: true, feedback: '' }, { id: 'b', text: '', correct: false, feedback: '' }], case_sensitive: false, ignore_diacritics: true }], scoring: 'partial' }),
    fields: [
      { kind: 'rich', name: 'body', label: 'body' },
      {
        kind: 'rows', name: 'gaps', label: 'gaps', row: 'gap_n', add: 'add_gap', ids: true, least: 1,
        fresh: (id) => ({ id, mode: 'choose', options: [{ id: 'a', text: '', correct: true, feedback: '' }, { id: 'b', text: '', correct: false, feedback: '' }], case_sensitive: false, ignore_diacritics: true }),
        fields: [
          { kind: 'choice', name: 'mode', label: 'mode', choices: [['choose', 'mode_choose'], ['type', 'mode_type']] },
          {
            kind: 'rows', name: 'options', label: 'alternatives', row: 'filling_n', add: 'add_filling', ids: true, least: 1, fresh: (id) => ({ id, text: '', correct: false, feedback: '' }),
            fields: [{ kind: 'line', name: 'text', label: 'part_text' }, { kind: 'flag', name: 'correct', label: 'filling_correct' }, feedback],
          },
          { kind: 'flag', name: 'ignore_diacritics', label: 'ignore_diacritics', when: (gap) => gap['mode'] === 'type' },
          { kind: 'flag', name: 'case_sensitive', label: 'case_sensitive', when: (gap) => gap['mode'] === 'type' },
        ],
      },
      { kind: 'choice', name: 'scoring', label: 'scoring', choices: SHARES },
    ],
  },
  spot_signs: {
    label: 'spot_signs', text: 'text', fit: fitSigns,
    fresh: () => ({ skin: 'sms', skin_info: { from: '', subject: '', address: '' }, parts: [{ id: 'a', text: '', sign: true, why: '' }, { id: 'b', text: '', sign: false, why: '' }] }),
    fields: [
      { kind: 'choice', name: 'skin', label: 'skin', choices: [['sms', 'skin_sms'], ['email', 'skin_email'], ['web', 'skin_web'], ['picture', 'skin_picture']] },
      { kind: 'object', name: 'skin_info', label: 'skin', when: inWords, fields: [{ kind: 'line', name: 'from', label: 'from' }, { kind: 'line', name: 'subject', label: 'subject' }, { kind: 'line', name: 'address', label: 'address' }] },
      { kind: 'object', name: 'picture', label: 'skin_picture', when: onPicture, fields: [{ kind: 'line', name: 'src', label: 'picture_src', file: true }, { kind: 'line', name: 'alt', label: 'picture_alt' }] },
      { kind: 'areas', name: 'parts', label: 'areas', when: onPicture },
      {
        kind: 'rows', name: 'parts', label: 'parts', row: 'part_n', add: 'add_part', ids: true, least: 1,
        fresh: (id, item) => (onPicture(item, item) ? { id, label: '', ...freePlace(item['parts'] as unknown as Rect[]), sign: false, why: '' } : { id, text: '', sign: false, why: '' }),
        fields: [
          { kind: 'rich', name: 'text', label: 'part_text', short: true, when: inWords },
          { kind: 'line', name: 'label', label: 'label', when: onPicture },
          { kind: 'flag', name: 'sign', label: 'sign' },
          { kind: 'rich', name: 'why', label: 'why', short: true },
          { kind: 'numbers', name: '', label: 'area_position', when: onPicture, fields: [percent('x', 'x'), percent('y', 'y'), percent('w', 'width'), percent('h', 'height')] },
        ],
      },
    ],
  },
};

/** A new question of a type that has a form. */
export function newItem(type: string, id: string): QuizItem {
  return { id, type, text: '', competencies: [], tags: [], points: 1, hint: '', explanation: '', ...TYPE_FORMS[type]!.fresh() };
}

/** A choice question as the other kind of choice question: of several right options the first stays right for a single choice. */
export function turned(item: QuizItem): QuizItem {
  const { scoring, ...rest } = item;
  if (item.type === 'single_choice') return { ...item, type: 'multiple_choice', scoring: scoring || 'all_or_nothing' };
  const options = item['options'] as Row[];
  const first = options.findIndex((option) => option['correct']);
  return { ...rest, id: item.id, type: 'single_choice', options: options.map((option, i) => (i > first && option['correct'] ? { ...option, correct: false } : option)) };
}
