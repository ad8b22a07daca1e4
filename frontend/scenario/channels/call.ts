import * as icons from '../../shared/icons';
import { bubbles, box, face, sender, type Skin } from './base';

/** A phone call: incoming while nobody has spoken (or `state: incoming`), else running. `from`, `number`. */
export const call: Skin = (scene, context) => {
  const { number, state } = scene.channel_info;
  const incoming = state ? state === 'incoming' : !scene.messages.length;
  return box('call' + (incoming ? ' hv-rings' : ''), 'ch_call', icons.call, context, face(sender(scene), [number && [number, ' · '], context.w.say(incoming ? 'ch_call_in' : 'ch_call_on')], context), bubbles(scene, context, false));
};
