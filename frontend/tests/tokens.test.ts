// @vitest-environment node
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (name: string): Record<string, string> => {
  const css = readFileSync(new URL('../shared/' + name, import.meta.url), 'utf8');
  return Object.fromEntries([...css.matchAll(/--hv-([\w-]+):(#[0-9a-f]{3,6})/g)].map((m) => [m[1]!, m[2]!]));
};
const luminance = (hex: string): number => {
  const full = hex.length === 4 ? [...hex.slice(1)].map((c) => c + c).join('') : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((i) => {
    const c = parseInt(full.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
/** WCAG 2.2 contrast ratio. */
const contrast = (a: string, b: string): number => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
};

const light = read('tokens.css');
const dark = Object.assign({}, light, read('tokens-dark.css'));
const TEXT = [
  ['ink', 'paper'], ['ink', 'surface'], ['ink', 'sunken'], ['ink', 'primary-soft'], ['ink', 'amber-soft'], ['ink', 'good-soft'],
  ['soft', 'paper'], ['soft', 'surface'], ['soft', 'sunken'], ['primary', 'paper'], ['primary', 'surface'], ['primary', 'primary-soft'],
  ['on-primary', 'primary'], ['on-primary', 'primary-hover'], ['amber', 'amber-soft'], ['amber', 'surface'], ['amber', 'paper'], ['amber', 'sunken'],
  ['good', 'good-soft'], ['good', 'surface'], ['good', 'paper'], ['danger', 'danger-soft'], ['danger', 'surface'], ['danger', 'paper'],
] as const;
const SHAPES = [['control', 'paper'], ['control', 'surface'], ['focus', 'paper'], ['focus', 'surface'], ['amber-line', 'amber-soft'], ['amber-line', 'surface'], ['primary', 'surface'], ['good', 'good-soft']] as const;

describe.each([['light', light], ['dark', dark]] as const)('the %s scheme', (_name, tokens) => {
  it.each(TEXT)('sets %s on %s at 7:1 or more', (a, b) => expect(contrast(tokens[a]!, tokens[b]!)).toBeGreaterThanOrEqual(7));
  it.each(SHAPES)('draws %s on %s at 3:1 or more', (a, b) => expect(contrast(tokens[a]!, tokens[b]!)).toBeGreaterThanOrEqual(3));
});
