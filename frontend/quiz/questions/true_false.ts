import type { WidgetFactory } from './base';
import { choices } from './choices';

/** A statement; raw answer `"1"` for true, `"2"` for false. */
export const trueFalse: WidgetFactory = (item, context) => {
  const { words } = context;
  const options = [
    { id: '1', text: words.t('true') },
    { id: '2', text: words.t('false') },
  ];
  const given = item.options || [];
  return choices(item, context, 'radio', given.length === 2 && given.every((option) => option.text) ? given : options);
};
