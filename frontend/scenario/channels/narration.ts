import * as icons from '../../shared/icons';
import { bubbles, box, type Skin } from './base';

/** Something is told; people may speak. */
export const narration: Skin = (scene, context) => box('narration', 'ch_narration', icons.info, context, bubbles(scene, context));
