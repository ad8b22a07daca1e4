import * as icons from '../../shared/icons';
import { bubbles, box, face, sender, type Skin } from './base';

/** A prompt to install an app. `from` or `app`, `source`. */
export const app: Skin = (scene, context) => box('app', 'ch_app', icons.phone, context, face(scene.channel_info['app'] || sender(scene), scene.channel_info['source'] || scene.channel_info['url'], context, icons.down), bubbles(scene, context, false));
