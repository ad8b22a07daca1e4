/** The development page: both blocks over the fake server. Query: ?lang=en&deferred=1&tries=3&sure=1&kept=1&types=1&media=1&scene=sms (or reply, question, inbox)&fail=1 (every request fails once) &mode=public */
import { items as plainItems, mediaItems, scenes, typeItems } from './content';
import { FakeAsking } from './asking';
import { FakeQuiz, FakeSim } from './fake';
import '../quiz/extras';
import '../scenario/ask';
import '../scenario/inbox';
import '../scenario/map';
import { strings as mapStrings } from '../scenario/map/strings';
import { strings as askStrings } from '../scenario/ask/strings';
import { strings as inboxStrings } from '../scenario/inbox/strings';
import { strings as extraStrings } from '../quiz/extras/strings';
import { strings as quizStrings } from '../quiz/strings';
import { strings as simStrings } from '../scenario/strings';
import { strings as typeStrings } from '../quiz/questions/strings';
import { TYPES } from '../quiz/questions/types';
import { table, toLang } from '../shared/i18n';

const query = new URLSearchParams(location.search);
const items = query.has('media') ? mediaItems : query.has('types') ? typeItems : plainItems;
const quiz = new FakeQuiz(items, query.has('deferred'), Number(query.get('attempts') || 0), 0.6, Number(query.get('tries') || 0), query.has('sure'), query.has('kept'));
const scene = query.get('scene') || 'goi';
const sim = scene === 'reply' || scene === 'question' || scene === 'inbox' ? new FakeAsking(scene) : new FakeSim(scenes, scene);
const failed = new Set<string>();
interface Dev {
  offline: boolean;
  expired: boolean;
  requests: string[];
}
const dev: Dev = { offline: query.has('offline'), expired: false, requests: [] };
(window as unknown as { dev: Dev }).dev = dev;

for (const [name, server] of [['quiz', quiz], ['sim', sim]] as const) {
  const kept = sessionStorage.getItem('dev-' + name);
  if (kept && query.has('keep')) Object.assign(server, JSON.parse(kept) as object);
}

window.fetch = async (url, options) => {
  const [, block, handler] = String(url).split('/').slice(-3);
  const id = String(url) + String(options && options.body);
  dev.requests.push(id);
  await new Promise((go) => setTimeout(go, 60));
  if (dev.offline) throw new TypeError('offline');
  if (dev.expired) return new Response('<html>login</html>', { status: 200 });
  if (query.has('fail') && !failed.has(id)) {
    failed.add(id);
    throw new TypeError('failed once');
  }
  const body = JSON.parse(String(options!.body)) as Record<string, unknown>;
  const reply = (block === 'quiz' ? quiz : sim).call(handler!, body);
  for (const [name, server] of [['quiz', quiz], ['sim', sim]] as const) sessionStorage.setItem('dev-' + name, JSON.stringify(server));
  return new Response(JSON.stringify(reply.body), { status: reply.status, headers: { 'Content-Type': 'application/json' } });
};

const mode = query.get('mode') || 'learn';
const common = { v: 1, learner: mode === 'public' ? null : 'hoc-vien-1', lang: query.get('lang') || 'vi', content_lang: 'vi', mode };
const lang = toLang(common.lang);
(window as unknown as Record<string, unknown>)['hvStrings'] = { skill_quiz_extras: table(extraStrings, lang), skill_quiz_types: table(typeStrings, lang), skill_quiz: table(quizStrings, lang), scenario_sim: table(simStrings, lang), scenario_sim_ask: table(askStrings, lang), scenario_sim_inbox: table(inboxStrings, lang), scenario_sim_map: table(mapStrings, lang) };
(window as unknown as Record<string, unknown>)['hvTypes'] = TYPES;
const entry = window as unknown as Record<string, (runtime: unknown, element: unknown, init: string) => void>;
const runtime = (block: string): unknown => ({ handlerUrl: (_element: unknown, name: string) => `/x/${block}/${name}` });
if (!query.has('only') || query.get('only') === 'quiz')
  entry['SkillQuizStudent']!(runtime('quiz'), document.getElementById('quiz'), JSON.stringify({ ...common, kind: 'skill_quiz', block: 'quiz', title: 'Kiểm tra nhanh: cuộc gọi giả danh công an', intro: 'Bạn vừa học xong bài. Giờ thử xem mình nhớ được gì nhé.', rules: { behaviour: query.has('deferred') ? 'deferred' : query.has('tries') ? 'tries' : 'immediate', attempts_allowed: Number(query.get('attempts') || 0), pass_mark: 0.6, items: items.length, due: null, past_due: false, ...(query.has('sure') ? { certainty: true } : {}), ...(query.has('tries') ? { tries: quiz.tries } : {}) }, state: mode === 'public' ? null : quiz.state }));
if (!query.has('only') || query.get('only') === 'sim')
  entry['ScenarioSimStudent']!(runtime('sim'), [document.getElementById('sim')], JSON.stringify({ ...common, kind: 'scenario_sim', block: 'sim', title: 'Diễn tập: cuộc gọi “công an”', map_url: '../../xblocks/scenario_sim/public/map.vi.js', intro: 'Bạn sẽ nhận một cuộc gọi. Hãy chọn điều bạn sẽ làm.', rules: { attempts_allowed: 0, pass_mark: 0.6, due: null, past_due: false }, state: mode === 'public' ? null : sim.state }));
