import type { WidgetFactory } from './base';
import { typed } from './typed';

/** A few words; raw answer `"mã xác thực"`. */
export const shortText: WidgetFactory = (item, context) => typed(item, context, false, '', item.max_length || 200);
