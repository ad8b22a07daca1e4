/** The files of the course, as a form uses them: sends one, lists those that are there. */
import { cookie, type Reply } from '../../shared/net';
import { words, type Words } from '../../shared/i18n';
import type { StudioPost } from '../editor';
import type { Pictures } from './pictures';
import { uploadStrings } from './upload-strings';

export type Kind = 'picture' | 'recording';
export type UploadWords = Words<typeof uploadStrings>;
export interface Kept {
  address: string;
  name: string;
  size: number;
  removed: boolean;
  urls: Record<string, string>;
}
export interface Listed {
  known: boolean;
  files: Array<{ name: string; address: string }>;
  more: boolean;
  urls: Record<string, string>;
}
export interface Sending {
  done: Promise<Reply>;
  cancel(): void;
}
/** Sends `blob` under the name `name`; `onshare` hears from 0 to 1 how much of it is there. */
export type Upload = (blob: Blob, name: string, kind: Kind, onshare: (share: number) => void) => Sending;

/** By XMLHttpRequest, because `fetch` does not say how far it is. No time-out: a weak network may take minutes, and it can be stopped. */
export const uploadTo =
  (url: string): Upload =>
  (blob, name, kind, onshare) => {
    const request = new XMLHttpRequest();
    const done = new Promise<Reply>((resolve) => {
      request.upload.onprogress = ({ loaded, total }) => total && onshare(loaded / total);
      request.onerror = request.onabort = () => resolve({ kind: 'failed' });
      request.onload = () => resolve(meaning(request.status, request.responseText));
    });
    const form = new FormData();
    form.append('kind', kind);
    form.append('file', blob, name);
    request.open('POST', url);
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('X-CSRFToken', cookie('csrftoken'));
    request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
    request.send(form);
    return { done, cancel: () => request.abort() };
  };

/** What an answer means; as in `shared/net`, but a sentence of ours is said whatever its status. */
export function meaning(status: number, text: string): Reply {
  let data: Record<string, unknown> | null = null;
  try {
    data = JSON.parse(text) as Record<string, unknown> | null;
  } catch (_e) {
    data = null;
  }
  const code = data && typeof data['code'] === 'string' ? data['code'] : '';
  if (status >= 200 && status < 300) return data && data['address'] ? { kind: 'ok', data } : { kind: 'expired' };
  if (status === 401 || (status === 403 && !code)) return { kind: 'expired' };
  return code ? { kind: 'refused', status, code, message: String(data!['error'] || ''), data: data! } : { kind: 'failed' };
}

export class CourseFiles {
  readonly w: UploadWords;

  constructor(
    readonly upload: Upload,
    private readonly post: StudioPost,
    readonly pictures: Pictures,
    private readonly root: HTMLElement,
    lang: UploadWords['lang'],
    /** Says a sentence where everybody finds it. */
    readonly tell: (sentence: Node) => void,
  ) {
    this.w = words(uploadStrings, lang);
  }

  learn(urls: Record<string, string> | undefined): void {
    this.pictures.learn(urls, this.root);
  }

  /** The files of a kind that the course has; null where they could not be asked for. */
  async list(kind: Kind): Promise<Listed | null> {
    const reply = await this.post('studio_files', { kind });
    if (reply.kind !== 'ok') return null;
    const listed = reply.data as Listed;
    this.learn(listed.urls);
    return listed;
  }
}
