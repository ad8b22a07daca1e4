import { bubbles, box, face, sender, type Skin } from './base';

/** A person who has come to the house. `from`, `place`. */
export const door: Skin = (scene, context) => box('door', 'ch_door', 'door', context, face(sender(scene), scene.channel_info['place'], context), bubbles(scene, context, false));
