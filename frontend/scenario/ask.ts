/** `public/ask.<lang>.js`: typed replies and questions in a scene, left on the window where the simulation looks for them. */
import { h, rich } from '../shared/dom';
import * as icons from '../shared/icons';
import { icon } from '../shared/icons';
import { forget, judgement, question, reply } from './ask/parts';
import { words } from './ask/words';
import { add, type More } from './extra';

export const ASK: More = {
  scene(app) {
    const w = words();
    return { bottom: [reply(app, w), question(app, w)] };
  },

  after(app) {
    const w = words();
    const { move, reply: told, scene } = app.consequence!;
    forget(app);
    if (move['typed'] !== undefined) return { said: [w.say('wrote'), ' ', h('b', { class: 'hv-wrote' }, String(move['typed']))], panel: true };
    const { question: result } = told;
    if (!result) return { panel: true };
    return {
      heading: h('h3', null, w.say(result.correct ? 'right' : 'wrong')),
      judged: judgement(app, w, (scene && scene.question) || null, move['answer'], result),
      panel: !!told.feedback || told.effects.length > 0,
    };
  },

  step(app, _kit, step) {
    const w = words();
    const text = app.frame.authored(h('span', null, rich(step.choice)));
    if (step.by === 'typed') return { said: [w.say('answered'), ' ', step.choice ? text : w.say('otherwise')] };
    const { correct } = step;
    return {
      said: [w.say('asked'), ' ', text],
      judged: typeof correct === 'boolean' && h('p', { class: correct ? 'hv-yes' : 'hv-no' }, icon(correct ? icons.check : icons.think), ' ', w.say(correct ? 'right' : 'wrong')),
    };
  },
};

add('ask', ASK);
