/** The rarer question types: `public/types.<lang>.js`, which the server adds where a quiz holds one of them. A new type is one file and one line. */
import type { WidgetFactory } from './base';
import { gaps } from './gaps';
import { grouping } from './grouping';
import { matching } from './matching';
import { number } from './number';
import { ordering } from './ordering';
import { shortText } from './short_text';
import { spotSigns } from './spot_signs';

export const TYPES: Record<string, WidgetFactory> = { short_text: shortText, number, matching, ordering, grouping, gaps, spot_signs: spotSigns };
