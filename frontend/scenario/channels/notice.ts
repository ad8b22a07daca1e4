import * as icons from '../../shared/icons';
import { bubbles, box, type Skin } from './base';

/** Notifications on a locked screen, say of a bank. `from`. */
export const notice: Skin = (scene, context) => box('notice', 'ch_notice', icons.bell, context, bubbles(scene, context));
