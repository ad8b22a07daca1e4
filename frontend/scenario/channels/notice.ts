import { bubbles, box, type Skin } from './base';

/** Notifications on a locked screen, say of a bank. `from`. */
export const notice: Skin = (scene, context) => box('notice', 'ch_notice', 'bell', context, bubbles(scene, context));
