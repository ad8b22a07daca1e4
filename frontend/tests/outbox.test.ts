import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '../shared/net';
import { kept, Outbox, outboxKey, outboxPrefix, type Entry, type SaveState } from '../shared/outbox';
import { browserStore } from '../shared/store';
import { later, memoryStore, settle } from './helpers';

const KEY = outboxKey('lan', 'block', 'a1');
const entry = (step: number): Entry => ({ handler: 'answer', body: { step } });

function setUp(replies: Reply['kind'][], store = memoryStore(), key: string | null = KEY) {
  const sent: unknown[] = [];
  const states: SaveState[] = [];
  const acknowledged: unknown[] = [];
  const box = new Outbox({
    key,
    store,
    post: async (_handler, body) => {
      sent.push((body as { step: number }).step);
      const kind = replies.shift() || 'ok';
      return (kind === 'refused' ? { kind, status: 409, code: 'x', message: '', data: {} } : { kind, data: {} }) as Reply;
    },
    onReply: (e) => acknowledged.push(e.body['step']),
    onState: (s) => states.push(s),
  });
  return { box, sent, states, acknowledged, store };
}

describe('outbox', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('keeps an entry before it sends it and forgets it once acknowledged', async () => {
    const { box, store, states, acknowledged } = setUp([]);
    box.add(entry(1));
    expect(kept(store, KEY)).toEqual([entry(1)]);
    await settle();
    expect(acknowledged).toEqual([1]);
    expect(store.data.size).toBe(0);
    expect(states).toEqual(['sending', 'saved']);
  });

  it('sends one at a time, in order, and repeats the very same request after a failure', async () => {
    const { box, sent, acknowledged } = setUp(['failed', 'ok', 'failed', 'failed', 'ok']);
    box.add(entry(1));
    box.add(entry(2));
    await later();
    expect(sent).toEqual([1, 1, 2, 2, 2]);
    expect(acknowledged).toEqual([1, 2]);
  });

  it('waits longer after each failure, and never more than a minute', async () => {
    const { box, sent } = setUp(Array<Reply['kind']>(40).fill('failed'));
    box.add(entry(1));
    await settle();
    for (const [wait, count] of [[900, 1], [200, 2], [1700, 2], [300, 3]] as const) {
      await later(wait);
      expect(sent.length).toBe(count);
    }
    await later(200000);
    const before = sent.length;
    await later(59000);
    await later(2000);
    expect(sent.length).toBe(before + 1);
  });

  it('wakes at once when the network comes back', async () => {
    const { box, sent } = setUp(['failed', 'failed', 'failed', 'failed', 'ok']);
    box.add(entry(1));
    await later(8000);
    const before = sent.length;
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(sent.length).toBe(before + 1);
  });

  it('after the session has ended waits for the learner or for a return to the page, without a timer', async () => {
    const { box, sent, states, store } = setUp(['expired', 'ok']);
    box.add(entry(1));
    await later(600000);
    expect(sent).toEqual([1]);
    expect(states[states.length - 1]).toBe('expired');
    expect(kept(store, KEY)).toHaveLength(1);
    document.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(sent).toEqual([1, 1]);
    expect(box.list).toHaveLength(0);
  });

  it('takes up what an earlier page left', async () => {
    const store = memoryStore();
    store.set(KEY, JSON.stringify([entry(4)]));
    const { box, sent } = setUp([], store);
    box.retry();
    await settle();
    expect(sent).toEqual([4]);
  });

  it('works from memory when the device keeps nothing, and says so', async () => {
    const { box, sent } = setUp(['failed', 'ok'], memoryStore(true));
    box.add(entry(1));
    expect(box.durable).toBe(false);
    await later();
    expect(sent).toEqual([1, 1]);
  });

  it('is silent after stop, and what it held stays', async () => {
    const { box, sent, store } = setUp(['failed']);
    box.add(entry(1));
    await settle();
    box.stop();
    window.dispatchEvent(new Event('online'));
    await later();
    expect(sent).toEqual([1]);
    expect(kept(store, KEY)).toHaveLength(1);
  });

  it('does not send the same entry twice at once', async () => {
    const { box, sent } = setUp([]);
    box.add(entry(1));
    box.retry();
    box.retry();
    await settle();
    expect(sent).toEqual([1]);
  });

  it('counts a damaged box as empty', () => {
    const store = memoryStore();
    for (const text of ['{', '{}', '[1,null,"x",{"handler":1}]', 'null']) {
      store.set(KEY, text);
      expect(kept(store, KEY)).toEqual([]);
    }
  });

  it('names boxes so that no learner, block or attempt can be mistaken for another', () => {
    expect(outboxKey('a|b', 'c', 'd')).not.toBe(outboxKey('a', 'b|c', 'd'));
    expect(outboxKey('lan', 'b', 'x').startsWith(outboxPrefix('la', 'b'))).toBe(false);
    expect(outboxKey('lan', 'block-2', 'x').startsWith(outboxPrefix('lan', 'block'))).toBe(false);
  });
});

describe('browserStore', () => {
  it('keeps, lists and removes', () => {
    const store = browserStore();
    expect(store.set('hv1|x', '1')).toBe(true);
    expect(store.keys('hv1|')).toEqual(['hv1|x']);
    store.remove('hv1|x');
    expect(store.get('hv1|x')).toBeNull();
  });

  it('says false and never throws where storage is full or forbidden', () => {
    const spy = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    expect(browserStore().set('k', 'v')).toBe(false);
    spy.mockRestore();
    const get = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    expect([browserStore().get('k'), browserStore().keys('k'), browserStore().set('k', 'v')]).toEqual([null, [], false]);
    get.mockRestore();
  });
});
