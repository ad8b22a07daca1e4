/** The question types that this bundle can show. A new type is one file and one line. */
import type { WidgetFactory } from './base';
import { multipleChoice } from './multiple_choice';
import { singleChoice } from './single_choice';
import { trueFalse } from './true_false';

export const WIDGETS: Record<string, WidgetFactory> = {
  single_choice: singleChoice,
  multiple_choice: multipleChoice,
  true_false: trueFalse,
};
