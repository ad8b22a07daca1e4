/** One POST to a handler, and what its outcome means for us. */

export type Reply<T = unknown> =
  | { kind: 'ok'; data: T }
  /** The server understood and said no: `message` is for the reader, `state` the fresh state where given. */
  | { kind: 'refused'; status: number; code: string; message: string; data: Record<string, unknown> }
  /** 401, 403 without our code, a redirect, HTML instead of JSON: the session has ended. */
  | { kind: 'expired' }
  /** No network, a time-out, 429, 5xx, or an error that is not our handler's: worth another try with the same body. */
  | { kind: 'failed' };

export type Post = (handler: string, body: unknown) => Promise<Reply>;

export function cookie(name: string): string {
  const found = new RegExp('(?:^|;\\s*)' + name + '=([^;]*)').exec(document.cookie);
  return found ? decodeURIComponent(found[1]!) : '';
}

/** `url` turns a handler's name into its address; `patience` is the time-out in ms; `signal` cancels (the promise then says `failed`). */
export async function post(url: string, body: unknown, patience = 30000, signal?: AbortSignal): Promise<Reply> {
  const abort = typeof AbortController === 'function' ? new AbortController() : null;
  const timer = abort && setTimeout(() => abort.abort(), patience);
  if (abort && signal) signal.addEventListener('abort', () => abort.abort());
  try {
    const options: RequestInit = {
      method: 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': cookie('csrftoken') },
      body: JSON.stringify(body),
    };
    if (abort) options.signal = abort.signal;
    const response = await fetch(url, options);
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) return { kind: 'expired' };
    const text = await response.text();
    let data: Record<string, unknown> | null = null;
    try {
      const parsed: unknown = JSON.parse(text);
      if (parsed && typeof parsed === 'object') data = parsed as Record<string, unknown>;
    } catch (_e) {
      data = null;
    }
    if (response.ok) return data ? { kind: 'ok', data } : { kind: 'expired' };
    const { status } = response;
    const code = data && typeof data['code'] === 'string' ? data['code'] : '';
    if (status === 401 || (status === 403 && !code)) return { kind: 'expired' };
    // Without a code of ours it was not our handler that spoke (a proxy, a deployment): nothing is thrown away for that.
    if (status >= 500 || status === 429 || status === 408 || !code) return { kind: 'failed' };
    return { kind: 'refused', status, code, message: String((data && data['error']) || ''), data: data || {} };
  } catch (_e) {
    return { kind: 'failed' };
  } finally {
    if (timer) clearTimeout(timer);
  }
}
