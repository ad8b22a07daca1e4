import { afterEach, describe, expect, it, vi } from 'vitest';
import { post } from '../shared/net';

const answer = (status: number, body: string, type = 'basic'): void => {
  vi.stubGlobal('fetch', vi.fn(async () => ({ status, ok: status >= 200 && status < 300, type, text: async () => body })));
};

describe('post', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('sends JSON with the token of the cookie and follows no redirect', async () => {
    document.cookie = 'csrftoken=abc%3D1';
    answer(200, '{"a":1}');
    expect(await post('/h', { x: 'đ' })).toEqual({ kind: 'ok', data: { a: 1 } });
    const [url, options] = vi.mocked(fetch).mock.calls[0]! as [string, RequestInit];
    expect(url).toBe('/h');
    expect(options).toMatchObject({ method: 'POST', redirect: 'manual', credentials: 'same-origin', body: '{"x":"đ"}' });
    expect(options.headers).toMatchObject({ 'X-CSRFToken': 'abc=1', 'Content-Type': 'application/json' });
  });

  it.each([
    [401, '{"error":"x","code":"y"}', 'basic'],
    [403, '<html>', 'basic'],
    [403, '{"detail":"no"}', 'basic'],
    [200, '<html>sign in</html>', 'basic'],
    [0, '', 'opaqueredirect'],
    [302, '', 'basic'],
  ])('takes %s %s %s for an ended session', async (status, body, type) => {
    answer(status, body, type);
    expect((await post('/h', {})).kind).toBe('expired');
  });

  it.each([500, 502, 503, 504, 429, 408, 404, 400])('takes %s without our code for a failure worth another try', async (status) => {
    answer(status, '<html>');
    expect((await post('/h', {})).kind).toBe('failed');
  });

  it('hands on what the server refuses, with its sentence and state', async () => {
    answer(409, '{"error":"Bài đã đi tiếp.","code":"stale-step","state":{"a":1}}');
    expect(await post('/h', {})).toMatchObject({ kind: 'refused', status: 409, code: 'stale-step', message: 'Bài đã đi tiếp.', data: { state: { a: 1 } } });
    answer(403, '{"error":"x","code":"not-yours"}');
    expect((await post('/h', {})).kind).toBe('refused');
  });

  it('takes no network, a time-out and a cancelled request for failures', async () => {
    vi.stubGlobal('fetch', vi.fn(async () => Promise.reject(new TypeError('offline'))));
    expect((await post('/h', {})).kind).toBe('failed');
    vi.useFakeTimers();
    const hang = (_u: string, o: RequestInit): Promise<never> => new Promise((_r, no) => o.signal!.addEventListener('abort', () => no(new DOMException('', 'AbortError'))));
    vi.stubGlobal('fetch', vi.fn(hang));
    const slow = post('/h', {}, 1000);
    await vi.advanceTimersByTimeAsync(1001);
    expect((await slow).kind).toBe('failed');
    const control = new AbortController();
    const cancelled = post('/h', {}, 1000, control.signal);
    control.abort();
    expect((await cancelled).kind).toBe('failed');
  });
});
