import * as icons from '../../shared/icons';
import { bubbles, box, face, sender, type Skin } from './base';

/** A post on a social network of no brand. `from`, `shares`. */
export const post: Skin = (scene, context) => box('post', 'ch_post', icons.globe, context, face(sender(scene), scene.channel_info['shares'], context), bubbles(scene, context, false));
