/** The channels that this bundle can show. A new channel is one file and one line; an unknown one is told as narration. */
import { app } from './app';
import type { Skin } from './base';
import { call } from './call';
import { chat } from './chat';
import { door } from './door';
import { email } from './email';
import { narration } from './narration';
import { notice } from './notice';
import { post } from './post';
import { qr } from './qr';
import { sms } from './sms';
import { web } from './web';

export const SKINS: Record<string, Skin> = { narration, sms, call, chat, email, web, notice, app, qr, post, door };
