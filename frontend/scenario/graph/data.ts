/** From the story's JSON (docs/developers/contracts.md, "The story model") to what the picture and the outline show. Pure. */
import type { EdgeKind, GraphEdge, GraphNode, NodeKind, Positions } from './types';

interface Way {
  id: string;
  text?: string;
  to?: string;
  exit?: boolean;
  patterns?: string[];
}
export interface SceneLike {
  id: string;
  title?: string;
  channel?: string;
  text?: string;
  messages?: Array<{ from?: string; text?: string }>;
  choices?: Way[];
  input?: { prompt?: string; replies?: Way[]; fallback?: Way | null } | null;
  question?: { item?: { text?: string } | null; right?: Way | null; wrong?: Way | null } | null;
  ending?: { kind?: string; title?: string; text?: string } | null;
}
/** The part of a story that its picture needs; a form may hold one that is not finished. */
export interface StoryLike {
  start?: string;
  scenes?: SceneLike[];
}
export interface FindingLike {
  severity: 'error' | 'warning';
  where: string;
}

/** The words of a fragment of rich text, in one line. */
export function plain(html: string | null | undefined): string {
  if (!html) return '';
  if (!/[<&]/.test(html)) return html.replace(/\s+/g, ' ').trim();
  const template = document.createElement('template');
  template.innerHTML = html.replace(/<(br|\/p|\/li)\b[^>]*>/g, ' ');
  return (template.content.textContent || '').replace(/\s+/g, ' ').trim();
}

/** Text as it is compared in searches: without diacritics and capitals. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/gi, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Every way out of a scene, in the order of the forms. */
export function waysOf(scene: SceneLike): Array<{ kind: EdgeKind; way: Way; label: string }> {
  const found: Array<{ kind: EdgeKind; way: Way; label: string }> = [];
  const add = (kind: EdgeKind, way: Way | null | undefined, label: string): void => {
    if (way) found.push({ kind, way, label });
  };
  if (scene.ending) return found;
  for (const way of scene.choices || []) add('choice', way, plain(way.text));
  const { input, question } = scene;
  if (input) {
    for (const way of input.replies || []) add('reply', way, plain(way.text) || (way.patterns || [])[0] || '');
    add('fallback', input.fallback, '');
  }
  if (question) {
    add('right', question.right, '');
    add('wrong', question.wrong, '');
  }
  return found;
}

function kindOf(scene: SceneLike): NodeKind {
  const kind = scene.ending && scene.ending.kind;
  return scene.ending ? (kind === 'good' || kind === 'bad' ? kind : 'mixed') : 'scene';
}

/** The id of the scene that a finding's place is in, or ''. */
export const sceneAt = (where: string): string => (/^scenes\.([^.]+)/.exec(where) || [])[1] || '';

/** The worst that was found in each scene. */
export function troubles(findings: readonly FindingLike[]): Map<string, 'error' | 'warning'> {
  const found = new Map<string, 'error' | 'warning'>();
  for (const { severity, where } of findings) {
    const id = sceneAt(where);
    if (id && found.get(id) !== 'error') found.set(id, severity);
  }
  return found;
}

/** Scenes as boxes and ways as arrows. Ways that lead nowhere, or to a scene that is not there, are left out. */
export function graphOf(model: StoryLike, findings: readonly FindingLike[] = []): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const scenes = model.scenes || [];
  const known = new Set(scenes.map((scene) => scene.id));
  const trouble = troubles(findings);
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const scene of scenes) {
    const words = [scene.text, ...(scene.messages || []).map((m) => m.text), scene.input && scene.input.prompt, scene.question && scene.question.item && scene.question.item.text, scene.ending && scene.ending.text];
    const ways = waysOf(scene);
    nodes.push({
      id: scene.id,
      label: scene.title || (scene.ending && scene.ending.title) || scene.id,
      kind: kindOf(scene),
      start: scene.id === model.start,
      channel: scene.channel || 'narration',
      trouble: trouble.get(scene.id) || null,
      words: words.map((one) => plain(one)).concat(ways.map((one) => one.label)).filter(Boolean).join(' '),
    });
    for (const { kind, way, label } of ways) {
      if (way.to && known.has(way.to)) edges.push({ id: `${scene.id}.${way.id}`, from: scene.id, to: way.to, label, kind, ...(way.exit ? { exit: true } : {}) });
    }
  }
  return { nodes, edges };
}

/** The places kept in a block's field `layout`; {} for anything that is none. */
export function readLayout(text: unknown): Positions {
  const found: Positions = {};
  let raw: unknown = text;
  try {
    if (typeof raw === 'string') raw = raw ? JSON.parse(raw) : {};
  } catch (_e) {
    return found;
  }
  if (!raw || typeof raw !== 'object') return found;
  for (const [id, place] of Object.entries(raw as Record<string, unknown>)) {
    if (Array.isArray(place) && place.length === 2 && place.every((n) => typeof n === 'number' && isFinite(n))) found[id] = [place[0] as number, place[1] as number];
  }
  return found;
}

/** Places as the field `layout` keeps them: whole numbers, ids in order; "" where nothing is arranged. */
export function writeLayout(positions: Positions): string {
  const ids = Object.keys(positions).sort();
  return ids.length ? '{' + ids.map((id) => `${JSON.stringify(id)}:[${Math.round(positions[id]![0])},${Math.round(positions[id]![1])}]`).join(',') + '}' : '';
}
