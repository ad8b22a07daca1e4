import { h, rich } from '../../shared/dom';
import type { WidgetFactory } from './base';
import { fields, select, selectField, textField, type Field } from './fields';
import { shell, speak } from './parts';

/** A text with gaps to choose or write; raw answer `{"1": "2", "2": "written"}`. */
export const gaps: WidgetFactory = (item, context) => {
  const w = speak(context);
  const parts = item.parts || [];
  // Pieces of the text may cut through its markup: it is put together before it is parsed, with a place for each gap.
  const text = context.authored(h('div', { class: 'hv-rich hv-gaps' }, rich(parts.map((one) => (one.gap ? `<span lang="x-hv-${one.gap}"></span>` : one.html || '')).join(''))));
  const all: Field[] = [];
  parts.forEach((one) => {
    const place = one.gap && text.querySelector(`[lang="x-hv-${Number(one.gap)}"]`);
    if (!one.gap || !place) return;
    const label = { 'aria-label': w.t('gap', { n: all.length + 1 }) };
    const host = h('span', { class: 'hv-gap' });
    if (one.mode === 'type') {
      const control = h('input', { ...label, type: 'text', class: 'hv-in', maxlength: item.max_length || 200, autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => context.onchange() });
      host.appendChild(control);
      all.push(textField(one.gap, host, control));
    } else {
      const control = select(context, label, one.options || []);
      host.appendChild(control);
      all.push(selectField(one.gap, host, control, one.options || []));
    }
    place.parentNode!.replaceChild(host, place);
  });
  return fields(shell(item, context, w.say('gaps_how'), text), context, all);
};
