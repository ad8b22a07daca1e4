import type { WidgetFactory } from './base';
import { choices } from './choices';

/** Any number of several; raw answer `["1", "3"]`. */
export const multipleChoice: WidgetFactory = (item, context) => choices(item, context, 'checkbox', item.options || []);
