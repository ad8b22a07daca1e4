/** `ScenarioSimStaff(runtime, element, init)`: the learner's view, and below it the panel with the choices, as an outline and as a picture. */
import { readLayout } from '../scenario/graph/data';
import { Graph } from '../scenario/graph/graph';
import type { GraphEdge, GraphNode, GraphWords } from '../scenario/graph/types';
import { fill, focusOn, h, type Child } from '../shared/dom';
import type { Words } from '../shared/i18n';
import { bar, note, section, tag } from './desk';
import { entry } from './entry';
import { figures } from './figures';
import type { Choices, SceneCount, Way } from './model';
import type { strings } from './sim-strings';

type W = Words<typeof strings>;
const share = (n: number, all: number): number => (all ? Math.round((100 * n) / all) : 0);
const KINDS = { scene: '', good: 'good', mixed: '', bad: 'care' } as const;

function wayText(w: W, way: Way): Child {
  return way.text || w.say('s_typed_other');
}

/** Every scene with its ways, the most visited as they come in the story. */
function outline(w: W, found: Choices, openers: Map<string, HTMLDetailsElement>): HTMLElement {
  const scenes = found.scenes || {};
  return h(
    'div',
    null,
    Object.keys(scenes).map((id) => {
      const scene = scenes[id]!;
      if (!scene.ways.length) return null;
      const all = scene.ways.reduce((sum, way) => sum + way.n, 0);
      const details = section(
        [h('b', null, scene.title), ' ', h('span', { class: 'hv-sub' }, w.say('s_scene_plays', { n: scene.plays }))],
        (body) =>
          fill(
            body,
            h(
              'ul',
              { class: 'hv-sbars' },
              scene.ways.map((way) => {
                const to = scenes[way.to];
                return h(
                  'li',
                  null,
                  h('span', null, wayText(w, way), way.exit && [' ', tag(w.say('s_exit'))], h('span', { class: 'hv-sub' }, w.say('s_leads', { title: to ? to.title : way.to }), to && to.kind !== 'scene' && [' (', w.say(`s_${to.kind}`), ')'])),
                  h('span', { class: 'hv-snum' }, `${way.n} (${share(way.n, all)}%)`),
                  bar(share(way.n, all), to ? KINDS[to.kind] : ''),
                );
              }),
            ),
          ),
        'inner',
      );
      openers.set(id, details);
      return details;
    }),
  );
}

/** The counts as the picture draws them. */
export function pictureOf(w: W, found: Choices): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const scenes = found.scenes || {};
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const id of Object.keys(scenes)) {
    const scene: SceneCount = scenes[id]!;
    nodes.push({ id, label: scene.title, kind: scene.kind, start: id === found.start, channel: scene.channel, note: w.t('s_times', { n: scene.plays }) });
    const all = scene.ways.reduce((sum, way) => sum + way.n, 0);
    for (const way of scene.ways) {
      if (!scenes[way.to]) continue;
      edges.push({ id: `${id}.${way.id}`, from: id, to: way.to, label: way.text, kind: way.by, share: all ? way.n / all : 0, ...(way.n ? { note: w.t('s_edge', { n: way.n, p: share(way.n, all) }) } : {}), ...(way.exit ? { exit: true } : {}) });
    }
  }
  return { nodes, edges };
}

function picture(w: W, found: Choices, body: HTMLElement, openers: Map<string, HTMLDetailsElement>): void {
  const graph = new Graph(w as unknown as GraphWords, {
    onselect: () => undefined,
    onopen: (id) => {
      const details = openers.get(id);
      if (!details) return;
      details.open = true;
      focusOn(details.querySelector('summary')!);
    },
  });
  fill(body, graph.root);
  graph.update({ ...pictureOf(w, found), positions: readLayout(found.layout), selected: null });
}

function story(w: W, found: Choices): Child {
  const openers = new Map<string, HTMLDetailsElement>();
  const { endings = [], falls = [], bad } = found;
  return [
    h('p', null, w.say('s_counted', { n: found.plays, l: found.learners }), '.'),
    h('h4', null, w.say('s_endings')),
    h(
      'ul',
      { class: 'hv-sbars' },
      endings.map((end) => h('li', null, h('span', null, end.title, ' ', tag(w.say(`s_${end.kind}`), KINDS[end.kind])), h('span', { class: 'hv-snum' }, `${end.n} (${end.percent}%)`), bar(end.percent, KINDS[end.kind]))),
      !!found.unended && h('li', null, h('span', null, h('em', null, w.say('s_unended'))), h('span', { class: 'hv-snum' }, found.unended)),
    ),
    h('h4', null, w.say('s_falls')),
    falls.length
      ? [
          h('p', { class: 'hv-sub' }, w.say('s_falls_note', { p: bad ? bad.percent : 0 })),
          h(
            'ol',
            { class: 'hv-srows' },
            falls.map((fall) => h('li', null, h('span', { class: 'hv-squestion' }, fall.text || w.say('s_typed_other')), h('span', { class: 'hv-sub' }, w.say('s_in_scene', { title: fall.title })), h('span', { class: 'hv-sub' }, h('b', { class: 'hv-no' }, w.say('s_fall', { bad: fall.bad, n: fall.n, p: fall.percent }))))),
          ),
        ]
      : h('p', null, w.say('s_falls_none')),
    h('h4', null, w.say('s_scenes')),
    !!found.gone && h('p', { class: 'hv-sub' }, w.say('s_gone_moves', { n: found.gone })),
    outline(w, found, openers),
    section(w.say('s_picture'), (body) => picture(w, found, body, openers), 'inner'),
  ];
}

function inbox(w: W, found: Choices): Child {
  const { group, messages = [] } = found;
  const num = (n: number | null | undefined): string => (n === null || n === undefined ? '–' : w.num(n));
  return [
    h('p', null, w.say('s_counted', { n: found.plays, l: found.learners }), '.'),
    group &&
      note(
        '',
        h('p', null, w.say('s_hits', { a: group.hits, b: group.hits + group.misses })),
        h('p', null, w.say('s_alarms', { a: group.false_alarms, b: group.false_alarms + group.correct_rejections })),
        group.sensitivity !== null && h('p', null, w.say('s_dprime', { d: num(group.sensitivity) })),
        group.bias !== null && h('p', null, w.say('s_bias', { c: num(group.bias) })),
        found.mean_sensitivity !== null && h('p', { class: 'hv-sub' }, w.say('s_mean_of', { d: num(found.mean_sensitivity), c: num(found.mean_bias) })),
      ),
    h('h4', null, w.say('s_messages')),
    h(
      'ul',
      { class: 'hv-sbars' },
      messages.map((one) => h('li', null, h('span', null, one.title, ' ', tag(w.say(one.genuine ? 's_genuine' : 's_fraud'))), h('span', { class: 'hv-snum' }, w.say('s_judged', { r: one.right, w: one.wrong, p: one.percent })), bar(one.percent, one.percent < 50 ? 'care' : 'good'))),
    ),
    !!found.gone && h('p', { class: 'hv-sub' }, w.say('s_gone_moves', { n: found.gone })),
  ];
}

(window as unknown as Record<string, unknown>)['ScenarioSimStaff'] = entry<typeof strings>('ScenarioSimStudent', 'scenario_sim_staff', (w) => ({
  title: w.say('s_statistics'),
  draw: (desk, body) => figures<Choices>(desk, body, 'staff_choices', (found) => (found.messages ? inbox(w, found) : story(w, found)), (found) => !found.plays),
}));
