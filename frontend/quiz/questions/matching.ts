import { h, rich } from '../../shared/dom';
import type { WidgetFactory } from './base';
import { fields, select, selectField } from './fields';
import { shell, speak } from './parts';

/** Each left side gets its right side from a list; raw answer `{"1": "3"}`. */
export const matching: WidgetFactory = (item, context) => {
  const far = item.right || [];
  const all = (item.left || []).map((one) => {
    const id = context.name + '-' + one.id;
    const control = select(context, { id }, far);
    return selectField(one.id, h('div', { class: 'hv-line' }, context.authored(h('label', { for: id }, rich(one.text))), control), control, far);
  });
  return fields(shell(item, context, speak(context).say('match_how'), all.map((one) => one.host)), context, all);
};
