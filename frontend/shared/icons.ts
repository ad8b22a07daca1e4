/** Our own line icons, 24 × 24, drawn with `currentColor`. They never stand alone: a word is always beside them. */
export const check = 'M4 12.5 9.5 18 20 6.5';
export const again = 'M4 11a8 8 0 1 1 2 6.5M4 4v7h7';
export const think = 'M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M12 17.5v.5M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20';
export const list = 'M9 6h11M9 12h11M9 18h11M4 6h.5M4 12h.5M4 18h.5';
export const clock = 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M12 7v5.5l3.5 2';
export const star = 'M12 3.5 14.7 9l6 .8-4.4 4.2 1.1 6-5.4-2.9L6.6 20l1.1-6L3.3 9.8l6-.8z';
export const saved = 'M7 18.5a4.5 4.5 0 0 1-.6-8.96 6 6 0 0 1 11.5 1.2A4 4 0 0 1 17.5 18.5M9 15l2.5 2.5L16 13';
export const phone = 'M8 2h8a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2M11 18.5h2';
export const call = 'M5 3.5h3.5l2 5-2.5 1.7a11.5 11.5 0 0 0 5.8 5.8l1.7-2.5 5 2V19a2 2 0 0 1-2 2A16.5 16.5 0 0 1 3 5.5a2 2 0 0 1 2-2';
export const shield = 'M12 2.5 4.5 5.5v6c0 4.7 3 8.4 7.5 10 4.5-1.6 7.5-5.3 7.5-10v-6zM8.5 12l2.5 2.5 4.5-5';
export const eye = 'M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6';
export const down = 'M12 4v15M6 13.5l6 6 6-6';
export const up = 'M12 20V5M6 10.5l6-6 6 6';
export const info = 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M12 11v6M12 7v.5';
export const mail = 'M3 5h18v14H3zM3 6l9 7 9-7';
export const globe = 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20M2.5 12h19M12 2c3 3 4 6.5 4 10s-1 7-4 10c-3-3-4-6.5-4-10s1-7 4-10';
export const bell = 'M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15zM10 21.5h4';
export const door = 'M6 21V3h12v18M3 21h18M14.5 12v.5';
export const user = 'M12 3.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 21c0-4 3-6.5 7.5-6.5s7.5 2.5 7.5 6.5';
export const link = 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6';
export const sound = 'M4 9.5v5h4l5 4v-13l-5 4zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11';
export const next = 'M5 12h14M13 6l6 6-6 6';

/** An icon from one of the paths above, hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.appendChild(document.createElementNS(ns, 'path')).setAttribute('d', path);
  return svg;
}
