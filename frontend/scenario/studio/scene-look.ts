/**
 * The scene as learners meet it, drawn by their own views: from the server's public form where that is of the scene as it stands,
 * else from one made here while somebody types. Nothing in it acts; a press leads to the field where that part is written.
 */
import { fill, h } from '../../shared/dom';
import { table, toLang, words, type Lang, type Table } from '../../shared/i18n';
import type { Store } from '../../shared/store';
import { publicForm } from '../../quiz/studio/preview';
import { strings as typeStrings } from '../../quiz/questions/strings';
import { TYPES } from '../../quiz/questions/types';
import { SimApp } from '../app';
import '../ask';
import { make } from '../../quiz/extras/all';
import { strings as extraStrings } from '../../quiz/extras/strings';
import { strings as askStrings } from '../ask/strings';
import '../inbox';
import { strings as inboxStrings } from '../inbox/strings';
import { markQuote } from '../marks';
import type { Message as PublicMessage, Meter as PublicMeter, Play, Scene as PublicScene, SimInit } from '../model';
import { strings as simStrings } from '../strings';
import { draw } from '../views';
import { isTriage, type Letter, type Message, type Scene, type Story } from './model';
import type { SimStudioWords } from './scene-fields';

/** What a learner's page leaves on the window for typed replies, questions and the inbox; what is there already stays. */
export function lend(lang: Lang): void {
  const place = window as unknown as { hvStrings?: Record<string, Table>; hvTypes?: unknown; hvExtras?: unknown };
  place.hvStrings = { scenario_sim_ask: table(askStrings, lang), scenario_sim_inbox: table(inboxStrings, lang), skill_quiz_types: table(typeStrings, lang), skill_quiz_extras: table(extraStrings, lang), ...place.hvStrings };
  place.hvTypes = place.hvTypes || TYPES;
  place.hvExtras = place.hvExtras || make;
}

const messagesOf = (list: Message[]): PublicMessage[] =>
  (list || []).map((m) => ({ from: String(m['from'] || ''), side: (m.side || 'them') as PublicMessage['side'], text: m.text, audio: String(m['audio'] || ''), transcript: String(m['transcript'] || '') }));

/** The public form of a scene, every part of it shown whatever its condition. */
export function publicScene(scene: Scene): PublicScene {
  return {
    title: scene.title, channel: scene.channel, channel_info: scene.channel_info || {}, text: scene.text, messages: messagesOf(scene.messages),
    choices: scene.choices.map((way, i) => ({ id: String(i + 1), text: way.text || '…', exit: !!way.exit })),
    ending: scene.ending && { kind: scene.ending.kind, title: scene.ending.title, text: scene.ending.text },
    ...(scene.input ? { input: { prompt: scene.input.prompt, max_length: 300 } } : {}),
    ...(scene.question ? { question: publicForm(scene.question.item) } : {}),
  };
}

export function publicLetter(model: Story, letter: Letter): PublicScene {
  const labels = (model.triage && model.triage.labels) || {};
  return {
    title: letter.title, channel: letter.channel, channel_info: letter.channel_info || {}, text: '', messages: messagesOf(letter.messages), ending: null,
    choices: (['genuine', 'fraud'] as const).map((verdict, i) => ({ id: String(i + 1), text: String(labels[verdict] || verdict), exit: false, verdict })),
  };
}

const nowhere: Store = { get: () => null, set: () => false, remove: () => undefined, keys: () => [] };

export class Look {
  readonly node: HTMLElement;
  private readonly stage = h('div', { class: 'hv hv-sim hv-lookstage' });
  private readonly signs: HTMLInputElement;
  private app: SimApp | null = null;
  private known: { part: Scene | Letter; scene: PublicScene } | null = null;
  private drawn = '';
  private part: Scene | Letter | null = null;
  private model: Story | null = null;

  /** `go` gets the path of the field that belongs to what was pressed. */
  constructor(
    private readonly lang: string,
    q: SimStudioWords,
    private readonly go: (where: string) => void,
  ) {
    lend(toLang(lang));
    this.signs = h('input', { type: 'checkbox', onchange: () => this.redraw() });
    this.stage.addEventListener('click', (event) => this.press(event), true);
    this.node = h('div', null, h('div', { class: 'hv-preview hv-look' }, this.stage), h('label', { class: 'hv-check' }, this.signs, h('span', null, q.say('show_signs'))), h('p', { class: 'hv-how' }, q.say('look_how')));
  }

  /** The server's form of `part`, as it was when it was asked for. */
  learn(part: Scene | Letter, scene: PublicScene): void {
    this.known = { part, scene };
    if (part === this.part) this.redraw();
  }

  /** True when the server has told how `part` looks. */
  knows(part: Scene | Letter): boolean {
    return !!this.known && this.known.part === part;
  }

  show(model: Story, part: Scene | Letter): void {
    this.model = model;
    this.part = part;
    this.redraw();
  }

  private redraw(): void {
    const { model, part, known, signs } = this;
    if (!model || !part) return;
    const scene = known && known.part === part ? known.scene : isTriage(model) ? publicLetter(model, part as Letter) : publicScene(part as Scene);
    const meters: PublicMeter[] = isTriage(model) ? [] : model.meters.map(({ label, start, min, max, unit, good }) => ({ label, value: start, min, max, unit, good }));
    const cues = signs.checked ? part.messages.map((message) => message.cues || []) : [];
    const key = JSON.stringify([scene, meters, cues]);
    if (key === this.drawn) return;
    this.drawn = key;
    const items = model.triage ? model.triage.items : [];
    const play: Play = { id: 'look', number: 1, status: scene.ending ? 'ended' : 'open', step: 0, scene, meters, debrief: null, ...(model.triage ? { triage: { index: items.indexOf(part as Letter) + 1, count: items.length } } : {}) };
    const state: SimInit['state'] = { plays_used: 1, can_start: false, why_not: null, best: null, play };
    try {
      if (!this.app) {
        const init = { v: 1, kind: 'scenario_sim', block: 'look', learner: null, lang: this.lang, mode: 'author', title: '', intro: '', rules: { attempts_allowed: 0, pass_mark: 0.6, due: null, past_due: false }, state } as unknown as SimInit;
        this.app = new SimApp(this.stage, init, words(simStrings, toLang(this.lang)), () => new Promise(() => undefined), nowhere);
      } else {
        this.app.state = state;
        this.app.view = scene.ending ? 'ending' : 'scene';
        draw(this.app, false);
      }
    } catch (_e) {
      // A question that is not whole yet may not be drawable.
      this.app = null;
      fill(this.stage, h('p', { class: 'hv-how' }, '…'));
    }
    cues.forEach((list, i) => {
      const at = this.stage.querySelector(`[data-m="${i}"]`);
      if (at) list.forEach((cue, n) => markQuote(at, cue.quote, String(n + 1)));
    });
  }

  /** Leads to the field; what only opens (a transcript) opens. */
  private press(event: Event): void {
    const { part, model } = this;
    const target = event.target as HTMLElement;
    if (!part || !model || target.closest('summary,audio')) return;
    event.preventDefault();
    event.stopPropagation();
    const base = isTriage(model) ? 'triage.items.' + part.id : 'scenes.' + part.id;
    const choice = target.closest('[data-choice]');
    const words = target.closest('.hv-msg');
    const at = words ? Number(words.querySelector('[data-m]')?.getAttribute('data-m')) : -1;
    const message = part.messages[at];
    const way = choice && !isTriage(model) ? (part as Scene).choices[Number(choice.getAttribute('data-choice')) - 1] : null;
    if (way) this.go(`${base}.choices.${way.id}.text`);
    else if (message) this.go(`${base}.messages.${message.id}.text`);
    else if (choice && isTriage(model)) this.go(base + '.genuine');
    else if (target.closest('.hv-story')) this.go(base + '.text');
    else if (target.closest('.hv-ask')) this.go(base + (target.closest('.hv-ask')!.querySelector('.hv-say') ? '.input.prompt' : '.question.item.text'));
    else if (target.closest('.hv-ch,.hv-face,.hv-url,.hv-head')) this.go(base + '.channel_info');
    else if (target.closest('.hv-note')) this.go(base + '.ending.text');
    else if (target.closest('h3')) this.go(base + '.title');
    else if (target.closest('.hv-meters')) this.go('meters');
  }
}
