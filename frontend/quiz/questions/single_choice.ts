import type { WidgetFactory } from './base';
import { choices } from './choices';

/** One of several; raw answer `"2"`. */
export const singleChoice: WidgetFactory = (item, context) => choices(item, context, 'radio', item.options || []);
