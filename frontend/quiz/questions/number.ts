import type { WidgetFactory } from './base';
import { typed } from './typed';

/** A number as people write it, comma or point; raw answer `"12,5"`. */
export const number: WidgetFactory = (item, context) => typed(item, context, true, item.unit || '', 40);
