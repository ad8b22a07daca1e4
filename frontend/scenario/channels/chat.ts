import * as icons from '../../shared/icons';
import { bubbles, box, face, sender, type Skin } from './base';

/** A conversation in a messaging app of no brand. `from`, `status`. */
export const chat: Skin = (scene, context) => box('chat', 'ch_chat', icons.user, context, face(sender(scene), scene.channel_info['status'], context), bubbles(scene, context, false));
