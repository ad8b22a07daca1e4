/** Conditions in plain words: a list of sentences that must all hold, or at least one of them; groups where that is not enough. */
import { h, type Child } from '../../shared/dom';
import { readNumber } from '../../studio/visual/fields';
import { nameOfScene, type Condition, type Story } from './model';
import type { SimStudioWords, Spot } from './scene-fields';

const OPS = ['<', '<=', '=', '>=', '>'] as const;
const OP_WORDS = { '<': 'op_lt', '<=': 'op_le', '=': 'op_eq', '>=': 'op_ge', '>': 'op_gt' } as const;
const isGroup = (c: Condition): boolean => c[0] === 'all' || c[0] === 'any';
const opWord = (q: SimStudioWords, op: unknown): string => (String(op) in OP_WORDS ? q.t(OP_WORDS[String(op) as '<']) : String(op));

/** The condition as a sentence. */
export function conditionWords(q: SimStudioWords, model: Story, c: Condition | null | undefined, inner = false): string {
  if (!c) return q.t('when_always');
  const [kind, ...rest] = c;
  const say = (part: unknown): string => conditionWords(q, model, part as Condition, true);
  if (kind === 'all' || kind === 'any') {
    const words = rest.map(say).join(` ${q.t(kind === 'all' ? 'and' : 'or')} `);
    return inner && rest.length > 1 ? `(${words})` : words;
  }
  if (kind === 'not') {
    const part = rest[0] as Condition;
    return Array.isArray(part) && part[0] === 'flag' ? q.t('flag_not', { flag: String(part[1]) }) : q.t('not_so', { what: say(part) });
  }
  if (kind === 'flag') return q.t('flag_is', { flag: String(rest[0]) });
  if (kind === 'meter') {
    const meter = (model.meters || []).filter((one) => one.id === rest[0])[0];
    return `${(meter && meter.label) || String(rest[0])} ${opWord(q, rest[1])} ${q.num(Number(rest[2]))}${meter && meter.unit ? (meter.unit === '%' ? '%' : ' ' + meter.unit) : ''}`;
  }
  if (kind === 'visits') {
    const scene = (model.scenes || []).filter((one) => one.id === rest[0])[0];
    return q.t('visits_words', { scene: scene ? nameOfScene(scene) : String(rest[0]), op: opWord(q, rest[1]), n: Number(rest[2]) });
  }
  return JSON.stringify(c);
}

/** A sentence to begin with: the first flag, meter or scene that the story has. */
function fresh(model: Story): Condition {
  const [flag] = model.flags;
  const [meter] = model.meters;
  if (flag) return ['flag', flag];
  return meter ? ['meter', meter.id, '<', meter.start] : ['visits', (model.scenes[0] || { id: 'x' }).id, '>=', 2];
}

type Put = (next: Condition | null, focus: string, redraw?: boolean) => void;

class Builder {
  constructor(
    private readonly spot: Spot,
    private readonly model: Story,
  ) {}

  private select(path: string, label: string, value: string, choices: Array<[string, string]>, onchange: (value: string) => void): HTMLElement {
    const known = choices.some(([one]) => one === value) ? choices : choices.concat([[value, value.replace(/^\w+:/, '')]]);
    const select = h('select', { 'aria-label': label, 'data-path': path, onchange: () => onchange(select.value) }, known.map(([one, name]) => h('option', { value: one }, name)));
    select.value = value;
    return select;
  }

  /** One sentence, or a group of them. `n` counts from 1. */
  private part(c: Condition, path: string, n: number, put: Put, remove: () => void): HTMLElement {
    const { q } = this.spot;
    const negated = c[0] === 'not';
    // A copy: a number that is typed is kept in it until the form is drawn anew.
    const core = ((negated ? c[1] : c) as Condition).slice();
    const wrap = (next: Condition): Condition => (negated ? ['not', next] : next);
    const set = (next: Condition | null, focus: string, redraw = true): void => put(next === null ? null : wrap(next), focus, redraw);
    const negate = this.select(path + '.not', q.t('cond_n', { n }), negated ? 'not' : 'yes', [['yes', q.t('cond_yes')], ['not', q.t('cond_not')]], (value) => put(value === 'not' ? ['not', core] : core, path + '.not'));
    const gone = this.spot.desk.button(q.say('remove_row'), remove, 'small', path + '.remove');
    gone.setAttribute('aria-label', `${q.t('remove_row')}: ${q.t('cond_n', { n })}`);
    return h('div', { class: 'hv-cond' + (isGroup(core) || core[0] === 'not' ? ' hv-cond--group' : ''), role: 'group', 'aria-label': q.t('cond_n', { n }) }, negate, this.kind(core, path, n, set), this.rest(core, path, set), gone);
  }

  private kind(core: Condition, path: string, n: number, set: Put): HTMLElement {
    const { q } = this.spot;
    const { model } = this;
    const choices: Array<[string, string]> = [
      ...model.flags.map((flag): [string, string] => ['flag:' + flag, q.t('flag_is', { flag })]),
      ...model.meters.map((meter): [string, string] => ['meter:' + meter.id, q.t('meter_named', { meter: meter.label || meter.id })]),
      ...model.scenes.map((scene): [string, string] => ['visits:' + scene.id, q.t('visits_named', { scene: nameOfScene(scene) })]),
      ['all', q.t('group_all')],
      ['any', q.t('group_any')],
    ];
    if (core[0] === 'not') choices.push(['not', q.t('group_not')]);
    const now = isGroup(core) || core[0] === 'not' ? String(core[0]) : core[0] + ':' + String(core[1]);
    return this.select(path + '.kind', q.t('cond_what', { n }), now, choices, (value) => {
      const at = value.indexOf(':');
      const [kind, id] = at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
      const parts = isGroup(core) ? core.slice(1) : [core[0] === 'not' ? fresh(model) : core];
      if (kind === 'all' || kind === 'any') return set([kind, ...parts], path + '.kind');
      if (kind === 'flag') return set(['flag', id], path + '.kind');
      const meter = model.meters.filter((one) => one.id === id)[0];
      const same = core[0] === kind;
      set([kind, id, same ? core[2] : kind === 'meter' ? '<' : '>=', same ? core[3] : kind === 'meter' && meter ? meter.start : 2], path + '.kind');
    });
  }

  private rest(core: Condition, path: string, set: Put): Child {
    const { q } = this.spot;
    if (isGroup(core)) return this.group(core, path, set);
    if (core[0] === 'not') return h('div', { class: 'hv-conds' }, this.part(core[1] as Condition, path + '.n', 1, (next, focus, redraw) => set(next === null ? null : ['not', next], focus, redraw), () => set(null, '')));
    if (core[0] !== 'meter' && core[0] !== 'visits') return null;
    const op = this.select(path + '.op', q.t('compare'), String(core[2]), OPS.map((one): [string, string] => [one, q.t(OP_WORDS[one])]), (value) => set([core[0], core[1], value, core[3]], path + '.op'));
    const whole = core[0] === 'visits';
    const input = h('input', { type: 'number', inputmode: 'decimal', step: whole ? 1 : 'any', min: whole ? 0 : null, class: 'hv-condnum', 'aria-label': q.t('cond_number'), 'data-path': path + '.n', oninput: () => {
        const n = readNumber(input.value);
        if (n === null) return;
        core[3] = whole ? Math.round(n) : n;
        set(core.slice(), '', false);
      } });
    input.value = String(core[3]);
    return [op, input, whole && h('span', null, q.say('times'))];
  }

  /** The parts of a group, and a button for one more. */
  group(c: Condition, path: string, put: Put): HTMLElement {
    const { q, desk } = this.spot;
    const [kind, ...parts] = c;
    // A part that is typed into is read anew: `c` may be older than what was typed beside it.
    const now = (): Condition[] => parts as Condition[];
    const rows = parts.map((part, i) => {
      const here = `${path}.${i + 1}`;
      return this.part(part as Condition, here, i + 1, (next, focus, redraw) => {
        if (next === null) return put(this.without(kind, now(), i), focus, redraw);
        if (redraw === false) parts[i] = next;
        put([kind, ...now().map((one, k) => (k === i ? next : one))], focus, redraw);
      }, () => put(this.without(kind, now(), i), `${path}.add`));
    });
    return h(
      'div',
      { class: 'hv-conds' },
      rows.map((row, i) => [i > 0 && h('p', { class: 'hv-condword' }, q.say(kind === 'any' ? 'or' : 'and')), row]),
      h('div', { class: 'hv-row hv-row--tight' }, desk.button(q.say('add_cond'), () => put([kind, ...now(), fresh(this.model)], `${path}.${parts.length + 1}.kind`), 'small', `${path}.add`)),
    );
  }

  private without(kind: unknown, parts: Condition[], i: number): Condition | null {
    const left = parts.filter((_one, k) => k !== i);
    return left.length ? [kind, ...left] : null;
  }
}

/** The condition at `spot`: always, or a list of sentences of which all or one must hold. */
export function conditionField(spot: Spot, label: 'when_choice' | 'when_message' | 'when_reply'): HTMLElement {
  const { desk, q } = spot;
  const { model } = desk;
  const now = spot.value as Condition | null | undefined;
  const path = spot.where;
  const id = desk.places.id(path);
  const mode = !now ? 'always' : now[0] === 'any' ? 'any' : 'all';
  const words = h('q', null, conditionWords(q, model, now));
  const put: Put = (made, focus, redraw = true) => {
    // A list of one sentence is that sentence.
    const only = made && made[0] === 'all' && made.length === 2 ? (made[1] as Condition) : null;
    const next = only && !isGroup(only) ? only : made;
    spot.put(next, { key: redraw ? '' : path, label: q.t('did_condition'), redraw, focus: focus || (redraw ? path : '') });
    if (!redraw) words.textContent = conditionWords(q, model, next);
  };
  const select = h('select', { id, 'aria-describedby': id + '-says', onchange: () => {
      const { value } = select;
      if (value === 'always') return put(null, path);
      const is = spot.value as Condition | null | undefined;
      const parts = is ? (isGroup(is) ? is.slice(1) : [is]) : [fresh(desk.model)];
      put([value, ...parts], path);
    } }, (['always', 'all', 'any'] as const).map((one) => h('option', { value: one }, q.t(('when_' + one) as 'when_all'))));
  select.value = mode;
  const group: Condition | null = !now ? null : isGroup(now) ? now : ['all', now];
  return h(
    'div',
    { class: 'hv-fieldbox' },
    h('label', { class: 'hv-lab', for: id }, q.say(label)),
    select,
    group && new Builder(spot, model).group(group.slice(), path, put),
    now && h('p', { class: 'hv-how' }, q.say('in_words'), ' ', words),
    desk.places.slot(path, select),
  );
}
