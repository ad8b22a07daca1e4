/** Undo and redo over immutable states. States share their unchanged parts, so a hundred steps cost little more than one. */

interface Step<T> {
  state: T;
  /** What was done to get here, for the reader. */
  label: string;
  /** Steps with the same non-empty key, close together in time, are one step (typing in one field). */
  key: string;
  at: number;
}

/** Pauses longer than this begin a new step (ms). */
const MERGE_WITHIN = 1500;

export class History<T> {
  private past: Array<Step<T>>;
  private future: Array<Step<T>> = [];

  /** Keeps the last `limit` states (at least 2). */
  constructor(
    initial: T,
    private readonly limit = 300,
    private readonly now: () => number = Date.now,
  ) {
    this.past = [{ state: initial, label: '', key: '', at: 0 }];
  }

  get state(): T {
    return this.past[this.past.length - 1]!.state;
  }

  get canUndo(): boolean {
    return this.past.length > 1;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** What `undo` would take back; "" when there is nothing. */
  get last(): string {
    return this.canUndo ? this.past[this.past.length - 1]!.label : '';
  }

  /** Makes `next` the state. The same object is no step. */
  set(next: T, label: string, key = ''): void {
    if (next === this.state) return;
    const top = this.past[this.past.length - 1]!;
    const at = this.now();
    const merge = key !== '' && this.canUndo && key === top.key && !this.future.length && at - top.at < MERGE_WITHIN;
    if (merge) this.past.pop();
    this.past.push({ state: next, label, key, at });
    this.future = [];
    if (this.past.length > this.limit) this.past.shift();
  }

  /** The next change is a step of its own, whatever its key. */
  seal(): void {
    this.past[this.past.length - 1]!.key = '';
  }

  /** Takes the last step back; gives its label, or null when there is none. */
  undo(): string | null {
    if (!this.canUndo) return null;
    const step = this.past.pop()!;
    this.future.push(step);
    this.seal();
    return step.label;
  }

  /** Does again what was taken back; gives its label, or null. */
  redo(): string | null {
    const step = this.future.pop();
    if (!step) return null;
    this.past.push(Object.assign({}, step, { key: '' }));
    return step.label;
  }
}
