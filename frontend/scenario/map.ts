/** `public/map.<lang>.js`: the map of the scenes visited, brought when somebody asks for it after an ending. A picture of our own
 * with a list that says the same. */
import { fill, focusOn, h } from '../shared/dom';
import { speak, type Table } from '../shared/i18n';
import type { SimApp } from './app';
import { add } from './extra';
import { BOX, layout, wrap, type Visited } from './map/layout';
import type { strings } from './map/strings';

const NS = 'http://www.w3.org/2000/svg';
const MARK = { good: '✓ ', mixed: '', bad: '✕ ' };
const LOOK = { good: ['--hv-good', '--hv-good-soft'], mixed: ['--hv-control', '--hv-sunken'], bad: ['--hv-danger', '--hv-danger-soft'] } as const;

function s(tag: string, attrs: Record<string, string | number>, ...children: Array<Node | string>): SVGElement {
  const node = document.createElementNS(NS, tag);
  for (const name of Object.keys(attrs)) node.setAttribute(name, String(attrs[name]));
  for (const child of children) node.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
  return node;
}

let drawn = 0;

/** The picture; hidden from screen readers, which get the list. */
export function picture(found: Visited, nameless: string): SVGElement {
  const { width, height, boxes, lines } = layout(found);
  const tip = 'hv-tip' + ++drawn;
  const ink = 'var(--hv-soft)';
  return s(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false', style: 'display:block;width:100%;max-width:520px;height:auto;margin:0 auto;fill:none;stroke:none;stroke-width:0;font:500 14px/1 var(--hv-font)' },
    s('marker', { id: tip, viewBox: '0 0 8 8', refX: 6, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, s('path', { d: 'M0 0 8 4 0 8z', style: `fill:${ink}` })),
    ...lines.map((line) => s('path', { d: line.d, 'marker-end': `url(#${tip})`, style: `fill:none;stroke:${ink};stroke-width:2;${line.back ? 'stroke-dasharray:5 4' : ''}` })),
    ...boxes.map(({ x, y }, i) => {
      const { title, kind, here } = found.scenes[i]!;
      const [edge, ground] = kind ? LOOK[kind] : ['--hv-control', '--hv-surface'];
      const words = wrap(`${kind ? MARK[kind] : ''}${i + 1}. ${title || nameless}`);
      return s(
        'g',
        {},
        s('rect', { x, y, width: BOX.w, height: BOX.h, rx: 10, style: `fill:var(${ground});stroke:var(${edge});stroke-width:${here ? 4 : 2}` }),
        ...words.map((line, n) => s('text', { x: x + BOX.w / 2, y: y + BOX.h / 2 + 5 + (n - (words.length - 1) / 2) * 17, 'text-anchor': 'middle', style: `fill:var(--hv-ink);font-weight:${kind ? 700 : 500}` }, line)),
      );
    }),
    ...lines.filter((line) => line.count > 1).map(({ at, count }) => s('text', { x: at.x, y: at.y + 4, 'text-anchor': 'middle', style: 'fill:var(--hv-ink);stroke:var(--hv-paper);stroke-width:4;paint-order:stroke;font-weight:700' }, '×' + count)),
  );
}

/** Asks where this learner has been, and draws it in the place of the button. */
export async function sceneMap(app: SimApp, place: HTMLElement): Promise<void> {
  if (app.busy) return;
  app.busy = true;
  const told = await app.ask('scene_map', {});
  app.busy = false;
  const found = told.kind === 'ok' && (told.data as { map: Visited | null }).map;
  if (!found) return app.frame.tell((told.kind === 'refused' && told.message) || app.w.say('offline_start'));
  app.frame.tell(null);
  const heading = show(app, found, place);
  focusOn(heading);
}

function show(app: SimApp, found: Visited, place: HTMLElement): HTMLElement {
  const w = speak<typeof strings>((window as unknown as { hvStrings: Record<string, Table> }).hvStrings['scenario_sim_map']!);
  const { frame } = app;
  const name = (i: number): HTMLElement => (found.scenes[i]!.title ? frame.authored(h('b', null, found.scenes[i]!.title)) : h('b', null, w.say('nameless')));
  const list = h(
    'ol',
    null,
    found.scenes.map(({ kind, here }, i) => {
      const onward = found.moves.filter((move) => move.from === i);
      return h(
        'li',
        null,
        name(i),
        kind && [' (', w.say(kind), ')'],
        here && [', ', w.say('here')],
        onward.length > 0 && h('ul', null, onward.map((move) => h('li', null, frame.authored(h('span', null, move.text || '…')), ' → ', w.say('to', { i: move.to + 1 }), '. ', name(move.to), move.count > 1 && [' (', w.say('times', { n: move.count }), ')']))),
      );
    }),
  );
  const heading = h('h3', null, w.say('title'));
  place.className = 'hv-map';
  fill(place, heading, h('p', null, w.say('only')), picture(found, w.t('nameless')), h('p', { class: 'hv-src' }, w.say('legend')), h('details', null, h('summary', null, w.say('in_words')), list));
  return heading;
}

add('map', (app, place) => void sceneMap(app, place));
