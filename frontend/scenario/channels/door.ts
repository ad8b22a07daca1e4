import * as icons from '../../shared/icons';
import { bubbles, box, face, sender, type Skin } from './base';

/** A person who has come to the house. `from`, `place`. */
export const door: Skin = (scene, context) => box('door', 'ch_door', icons.door, context, face(sender(scene), scene.channel_info['place'], context), bubbles(scene, context, false));
