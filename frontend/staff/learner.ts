/** One learner: found, read, and what staff may do for them. */
import { fill, h, type Child } from '../shared/dom';
import { act, ask, button, fresh, guarded, note, percent, section, tag, type Desk } from './desk';
import type { AttemptLine, AttemptTold, Change, Found, LearnerView, Person, Row } from './model';

const RIGHTNESS = { good: 'good', bad: 'care', mixed: '' } as const;

export function who(desk: Desk, person: Person): Child[] {
  return [h('span', { class: 'hv-sname' }, person.name), person.name !== person.username && h('span', { class: 'hv-sub' }, person.username), person.demo && tag(desk.w.say('s_trial'), 'care'), person.staff && tag(desk.w.say('s_staff'))];
}

export class LearnerPart {
  private readonly list = h('div', { class: 'hv-sresults' });
  private readonly says = h('div', { role: 'status' });
  private readonly one = h('div', null);
  private readonly input: HTMLInputElement;
  private readonly form: HTMLElement;

  constructor(
    private readonly desk: Desk,
    body: HTMLElement,
  ) {
    const { w } = desk;
    const id = fresh('who');
    this.input = h('input', { id, class: 'hv-sinput', type: 'search', autocomplete: 'off', 'aria-describedby': id + '-hint' });
    this.form = h(
      'form',
      { class: 'hv-sform', onsubmit: (event) => (event.preventDefault(), void this.find()) },
      h('div', { class: 'hv-sfield' }, h('label', { for: id }, w.say('s_who')), h('span', { id: id + '-hint', class: 'hv-sub' }, w.say('s_who_hint')), this.input),
      h('button', { type: 'submit', class: 'hv-btn hv-btn--staff hv-btn--primary' }, w.say('s_find')),
    );
    fill(body, this.form, this.says, this.list, this.one);
  }

  private async find(): Promise<void> {
    const { desk } = this;
    fill(this.list);
    fill(this.one);
    const found = await ask<{ learners: Found[]; more: boolean }>(desk, this.says, 'staff_find', { query: this.input.value }, () => void this.find());
    if (!found) return;
    const { w } = desk;
    fill(this.says, h('p', null, found.learners.length ? w.say('s_found', { n: found.learners.length }) : w.say('s_found_none'), found.more && [' ', w.say('s_found_more')]));
    fill(
      this.list,
      h(
        'ul',
        { class: 'hv-slist' },
        found.learners.map((one) =>
          h(
            'li',
            null,
            h(
              'button',
              { type: 'button', class: 'hv-spick', onclick: () => void this.open(one) },
              h('span', { class: 'hv-swho' }, who(desk, one)),
              h('span', { class: 'hv-sub' }, one.attempts ? w.say('s_attempts', { n: one.attempts }) : w.say('s_not_begun'), one.percent !== null && ` · ${one.percent}%`),
            ),
          ),
        ),
      ),
    );
  }

  private async open(person: Person): Promise<void> {
    fill(this.list);
    fill(this.says);
    const view = await ask<LearnerView>(this.desk, this.one, 'staff_learner', { learner: person.id }, () => void this.open(person));
    if (view) this.show(view, true);
  }

  /** `said`: what an act has brought. */
  private show(view: LearnerView, focus: boolean, said?: Child): void {
    const { desk } = this;
    const { w } = desk;
    // What went wrong is said beside the buttons, what was done above the name, where the focus goes.
    const says = h('div', { role: 'status' });
    const title = h('h4', { class: 'hv-swho', tabindex: '-1' }, who(desk, view.learner));
    this.form.hidden = true;
    fill(this.says, said);
    fill(
      this.one,
      h('div', { class: 'hv-shead' }, title, button(w.say('s_back'), () => this.back())),
      h('p', null, this.grade(view)),
      view.attempts.length ? h('div', null, view.attempts.map((attempt) => this.attempt(view.learner, attempt))) : h('p', null, w.say('s_not_begun')),
      this.acts(view, says),
    );
    if (focus) title.focus();
  }

  private grade(view: LearnerView): Child {
    const { w } = this.desk;
    if (!view.grade) return w.say('s_grade_none');
    const { earned, possible, percent } = view.grade;
    return possible ? w.say('s_grade', { a: w.num(earned), b: w.num(possible), p: percent ?? 0 }) : w.say('s_grade_weightless');
  }

  private back(): void {
    this.form.hidden = false;
    fill(this.says);
    fill(this.one);
    this.input.focus();
  }

  private attempt(learner: Person, line: AttemptLine): HTMLElement {
    const { w } = this.desk;
    const kind = line.status === 'finished' ? 'good' : line.status === 'open' ? '' : 'care';
    const head = [
      h('b', null, w.say('s_attempt', { n: line.number })),
      ' ',
      tag(w.say(`s_${line.status}`), kind),
      line.practice && tag(w.say('s_practice')),
      h(
        'span',
        { class: 'hv-sub' },
        line.earned !== null && line.possible ? [w.say('s_points', { a: w.num(line.earned), b: w.num(line.possible), p: line.percent || 0 }), line.passed !== null && [' · ', w.say(line.passed ? 's_passed' : 's_failed_mark')], ' · '] : null,
        line.started && w.say('s_began', { at: line.started }),
        line.finished && [', ', w.say('s_ended', { at: line.finished })],
        line.regraded && [' · ', w.say('s_regraded', { at: line.regraded })],
      ),
    ];
    return section(head, (body) => void this.told(learner, line, body), 'inner');
  }

  private async told(learner: Person, line: AttemptLine, body: HTMLElement): Promise<void> {
    const { desk } = this;
    const { w } = desk;
    const found = await ask<AttemptTold>(desk, body, 'staff_attempt', { learner: learner.id, attempt: line.id }, () => void this.told(learner, line, body));
    if (!found) return;
    const { ending, triage } = found;
    fill(
      body,
      (found.void || line.status === 'void') && note('care', h('p', null, w.say('s_void_note'))),
      found.rows.length ? h('ol', { class: 'hv-srows' }, found.rows.map((row) => this.row(row))) : h('p', null, w.say('s_no_rows')),
      ending && note(RIGHTNESS[ending.kind], h('p', null, h('b', null, w.say('s_ending', { title: ending.title })), ' (', w.say(`s_${ending.kind}`), ')')),
      triage && triage.sensitivity !== null && h('p', null, `d′ = ${w.num(triage.sensitivity)}, c = ${w.num(triage.bias || 0)}`),
    );
  }

  private row(row: Row): HTMLElement {
    const { w } = this.desk;
    const { percent: p } = row;
    const verdict = p === null ? null : p >= 100 ? w.say('s_right') : p > 0 ? w.say(row.parts ? 's_partly' : 's_share', { p }) : row.answer === null ? null : w.say('s_wrong');
    return h(
      'li',
      null,
      h('span', { class: 'hv-squestion' }, row.question),
      h('span', { class: 'hv-sanswer' }, row.answer === null ? h('em', null, w.say('s_no_answer')) : row.answer),
      h(
        'span',
        { class: 'hv-sub' },
        verdict && h('b', { class: p !== null && p >= 100 ? 'hv-yes' : 'hv-no' }, verdict),
        row.genuine !== undefined && [' · ', w.say(row.genuine ? 's_genuine' : 's_fraud')],
        row.exit && [' · ', w.say('s_exit')],
        row.nth && [' · ', w.say('s_nth', { n: row.nth })],
        row.kept && [' · ', w.say('s_kept')],
        row.certainty && [' · ', w.say(row.certainty === '3' ? 's_sure' : row.certainty === '2' ? 's_half_sure' : 's_guessed')],
        row.at && [verdict ? ' · ' : '', row.at],
      ),
    );
  }

  // --- acts -----------------------------------------------------------------------------------------------------------

  private acts(view: LearnerView, says: HTMLElement): Child {
    const { desk } = this;
    const { w } = desk;
    const { learner } = view;
    const parts: Child[] = [];
    if (view.newest) parts.push(guarded(desk, w.say('s_do_reset'), w.say('s_sure_reset'), () => void this.reset(view, says)));
    if (view.can_regrade) parts.push(guarded(desk, w.say('s_do_regrade'), w.say('s_sure_regrade'), () => void this.regrade(learner, says)));
    if (desk.limited) parts.push(this.time(view, says));
    return parts.length > 0 && h('div', { class: 'hv-sacts' }, h('h4', null, w.say('s_acts')), says, parts);
  }

  private async reset(view: LearnerView, says: HTMLElement): Promise<void> {
    const { w } = this.desk;
    const { data, fresh: newer } = await act<LearnerView & { reset: boolean }>(this.desk, says, 'staff_reset', { learner: view.learner.id, newest: view.newest });
    if (data) this.show(data, true, note('good', h('p', null, w.say(data.reset ? 's_reset_done' : 's_reset_nothing'))));
    else if (newer) this.show({ ...view, ...(newer as LearnerView) }, false, note('care', h('p', null, String((newer as { error?: string }).error || ''))));
  }

  private async regrade(learner: Person, says: HTMLElement): Promise<void> {
    const { desk } = this;
    const { w } = desk;
    const { data } = await act<LearnerView & { change: Change | null }>(desk, says, 'staff_regrade', { learner: learner.id });
    if (!data) return;
    const { change } = data;
    const said = !change
      ? w.say('s_regrade_nothing')
      : change.from === change.to
        ? w.say('s_regrade_same', { a: percent(desk, change.to) })
        : w.say('s_regrade_done', { a: percent(desk, change.from), b: percent(desk, change.to) });
    this.show(data, true, note('good', h('p', null, said)));
  }

  private time(view: LearnerView, says: HTMLElement): HTMLElement {
    const { desk } = this;
    const { w } = desk;
    const id = fresh('time');
    const input = h('input', { id, class: 'hv-sinput hv-sinput--short', type: 'text', inputmode: 'decimal', value: w.num(view.extra_time), 'aria-describedby': id + '-hint' });
    const run = async (): Promise<void> => {
      const factor = Number(input.value.trim().replace(',', '.'));
      if (!(factor >= 1 && factor <= 10)) {
        fill(says, note('care', h('p', null, w.say('s_time_wrong'))));
        return input.focus();
      }
      const { data } = await act<{ factor: number }>(desk, says, 'set_extra_time', { username: view.learner.username, factor });
      if (data) fill(says, note('good', h('p', null, w.say('s_time_done', { n: w.num(data.factor) }))));
    };
    return h(
      'form',
      { class: 'hv-sform', onsubmit: (event) => (event.preventDefault(), void run()) },
      h('div', { class: 'hv-sfield' }, h('label', { for: id }, w.say('s_time')), h('span', { id: id + '-hint', class: 'hv-sub' }, w.say('s_time_hint')), input),
      h('button', { type: 'submit', class: 'hv-btn hv-btn--staff' }, w.say('s_time_set')),
    );
  }
}
