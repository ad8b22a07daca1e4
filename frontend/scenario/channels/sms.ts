import * as icons from '../../shared/icons';
import { bubbles, box, face, sender, type Skin } from './base';

/** A thread of text messages. `from`, `number`. */
export const sms: Skin = (scene, context) => box('sms', 'ch_sms', icons.mail, context, face(sender(scene), scene.channel_info['number'], context), bubbles(scene, context, false));
