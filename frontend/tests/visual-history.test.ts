import { describe, expect, it } from 'vitest';
import { History } from '../studio/visual/history';

const clock = () => {
  let at = 1000;
  return { now: () => at, wait: (ms: number) => void (at += ms) };
};

describe('history', () => {
  it('goes back and forth over at least a hundred steps, sharing what did not change', () => {
    const big = { rows: Array.from({ length: 1000 }, (_x, i) => i) };
    const history = new History({ n: 0, big });
    for (let n = 1; n <= 150; n++) history.set({ ...history.state, n }, 'bước ' + n);
    for (let n = 150; n > 30; n--) expect(history.undo()).toBe('bước ' + n);
    expect(history.state.n).toBe(30);
    expect(history.state.big).toBe(big);
    for (let n = 31; n <= 150; n++) expect(history.redo()).toBe('bước ' + n);
    expect(history.redo()).toBeNull();
    expect(history.state.n).toBe(150);
  });

  it('makes one step of typing in one field, and two after a pause, in another field or after an undo', () => {
    const time = clock();
    const history = new History('', 100, time.now);
    for (const text of ['a', 'ab', 'abc']) {
      history.set(text, 'gõ', 'items.a.text');
      time.wait(100);
    }
    history.set('abc!', 'gõ', 'items.b.text');
    time.wait(2000);
    history.set('abc!?', 'gõ', 'items.b.text');
    const seen = [history.state];
    while (history.undo() !== null) seen.push(history.state);
    expect(seen).toEqual(['abc!?', 'abc!', 'abc', '']);
    history.redo();
    history.set('abcd', 'gõ', 'items.a.text');
    history.undo();
    expect(history.state).toBe('abc');
  });

  it('forgets the future when something else is done, and takes the same state for no step', () => {
    const history = new History(1);
    history.set(2, 'hai');
    history.undo();
    history.set(3, 'ba');
    expect(history.canRedo).toBe(false);
    history.set(3, 'ba nữa');
    history.undo();
    expect([history.state, history.canUndo]).toEqual([1, false]);
  });

  it('keeps the newest states when there are more than its limit', () => {
    const history = new History(0, 5);
    for (let n = 1; n <= 20; n++) history.set(n, '');
    while (history.canUndo) history.undo();
    expect(history.state).toBe(16);
  });
});
