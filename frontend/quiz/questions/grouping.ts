import { h, rich } from '../../shared/dom';
import type { WidgetFactory } from './base';
import { fields, radioField, select, selectField } from './fields';
import { shell, speak } from './parts';

/** So many groups lie open as radios beside each thing; more become a list. */
const OPEN = 4;

/** Each thing goes to its group; raw answer `{"1": "2"}`. */
export const grouping: WidgetFactory = (item, context) => {
  const groups = item.groups || [];
  const all = (item.things || []).map((thing) => {
    const id = context.name + '-' + thing.id;
    const name = context.authored(h('span', { class: 'hv-for', id: id + '-n' }, rich(thing.text)));
    if (groups.length > OPEN) {
      const control = select(context, { id, 'aria-labelledby': id + '-n' }, groups);
      return selectField(thing.id, h('div', { class: 'hv-line' }, name, control), control, groups);
    }
    const inputs = groups.map((group) => h('input', { type: 'radio', name: id, value: group.id, onchange: () => context.onchange() }));
    const rows = groups.map((group, i) => h('label', { class: 'hv-opt' }, inputs[i], context.authored(h('span', { class: 'hv-grow' }, group.title))));
    return radioField(thing.id, h('div', { class: 'hv-line', role: 'radiogroup', 'aria-labelledby': id + '-n' }, name, h('span', { class: 'hv-open' }, rows)), inputs, groups);
  });
  return fields(shell(item, context, speak(context).say('group_how'), all.map((one) => one.host)), context, all);
};
