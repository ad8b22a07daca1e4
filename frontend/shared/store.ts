/** localStorage that never throws. Where it is missing or full, `set` says false and the page works on from memory. */

export interface Store {
  get(key: string): string | null;
  set(key: string, value: string): boolean;
  remove(key: string): void;
  keys(prefix: string): string[];
}

export function browserStore(): Store {
  const safely = <T>(work: (storage: Storage) => T, otherwise: T): T => {
    try {
      return work(window.localStorage);
    } catch (_e) {
      return otherwise;
    }
  };
  return {
    get: (key) => safely((s) => s.getItem(key), null),
    set: (key, value) => safely((s) => (s.setItem(key, value), s.getItem(key) === value), false),
    remove: (key) => safely((s) => s.removeItem(key), undefined),
    keys: (prefix) =>
      safely((s) => {
        const found: string[] = [];
        for (let i = 0; i < s.length; i++) {
          const key = s.key(i);
          if (key && key.lastIndexOf(prefix, 0) === 0) found.push(key);
        }
        return found;
      }, []),
  };
}
