/**
 * Interface strings: Vietnamese is complete, English is complete, Khmer falls back to Vietnamese string by string.
 * A learner's page gets one language: `public/strings.<lang>.js` leaves a table on the window, made by build.mjs with `table`.
 */
import { h } from './dom';

export type Lang = 'vi' | 'en' | 'km';
/** key -> [vi, en, km?]. `{n}` is replaced; `{n:one|many}` chooses by number (English). */
export type Catalogue = Record<string, readonly [string, string, string?]>;
/** The strings of one language by the short form of their names; in a list of one where the string had to fall back to Vietnamese. */
export interface Table {
  lang: Lang;
  t: Record<string, string | [string]>;
}
export type Params = Record<string, string | number>;

export interface Words<C extends Catalogue> {
  lang: Lang;
  /** A string, for attributes. */
  t(key: keyof C & string, params?: Params): string;
  /** A node, for the page: carries `lang="vi"` when the string had to fall back. */
  say(key: keyof C & string, params?: Params): Node;
  /** A number with the language's decimal sign, at most two decimals. */
  num(n: number): string;
}

export function toLang(value: unknown): Lang {
  const short = String(value || '').slice(0, 2).toLowerCase();
  return short === 'en' || short === 'km' ? short : 'vi';
}

function put(text: string, params: Params): string {
  return text.replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, (_all, name: string, one?: string, many?: string) => {
    const value = params[name];
    if (one !== undefined) return Number(value) === 1 ? one : many || '';
    return value === undefined ? '' : String(value);
  });
}

/** A name's short form, under which a table keeps its string: names are for us, and a page would pay for each of them. */
export function short(key: string): string {
  let n = 7;
  for (let i = 0; i < key.length; i++) n = (n * 37 + key.charCodeAt(i)) % 46656;
  return n.toString(36);
}

/** The strings of `lang` out of a catalogue. Throws where two names have one short form: then one has to be called something else. */
export function table(catalogue: Catalogue, lang: Lang): Table {
  const place = lang === 'en' ? 1 : lang === 'km' ? 2 : 0;
  const t: Table['t'] = {};
  for (const key of Object.keys(catalogue)) {
    const entry = catalogue[key]!;
    if (t[short(key)]) throw new Error(`"${key}" has the short form of another string`);
    t[short(key)] = entry[place] || [entry[0]];
  }
  return { lang, t };
}

function speaker<C extends Catalogue>(lang: Lang, find: (key: string) => string | [string]): Words<C> {
  const t = (key: string, params: Params = {}): string => put(String(find(key)), params);
  return {
    lang,
    t,
    say: (key, params) => (typeof find(key) === 'string' ? document.createTextNode(t(key, params)) : h('span', { lang: 'vi' }, t(key, params))),
    num(n) {
      const text = String(Math.round(n * 100) / 100);
      return lang === 'en' ? text : text.replace('.', ',');
    },
  };
}

/** Speaks a table. */
export const speak = <C extends Catalogue>({ lang, t }: Table): Words<C> => speaker<C>(lang, (key) => t[short(key)]!);

/** Speaks a catalogue in `lang`, by its whole names: an editor has too many for short forms of their own. */
export function words<C extends Catalogue>(catalogue: C, lang: Lang): Words<C> {
  const place = lang === 'en' ? 1 : lang === 'km' ? 2 : 0;
  return speaker<C>(lang, (key) => {
    const entry = catalogue[key]!;
    return entry[place] || [entry[0]];
  });
}
