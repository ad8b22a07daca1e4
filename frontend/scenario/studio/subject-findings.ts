/** The server's findings in the words of the forms: what is said, at which field, and what that place is called. */
import type { Finding } from '../../studio/source';
import { isTriage, nameOfScene, type Scene, type Story } from './model';
import type { Key, SimStudioWords } from './scene-fields';
import { lettersOf, nameOfLetter } from './triage';

/** Codes of findings whose sentence speaks of Markdown or of ids, and what the forms say instead. */
const SAID: Record<string, Key> = {
  'unknown-target': 'f_target', 'unknown-meter': 'f_meter', 'unknown-flag': 'f_flag', 'unknown-scene': 'f_scene', 'unknown-fact': 'f_fact', 'no-ending': 'f_no_ending', 'unreachable-scene': 'f_unreachable',
  'dead-end': 'f_dead_end', 'no-way-to-ending': 'f_loop', 'no-good-ending': 'f_no_good', 'no-safe-exit': 'f_no_exit', 'scene-without-exit': 'f_scene_exit', 'too-many-situations': 'f_too_many', 'never-holds': 'f_never', 'meter-never-changes': 'f_meter_still',
  'flag-never-set': 'f_flag_unset', 'flag-never-read': 'f_flag_unread', 'nothing-scored': 'f_unscored', 'ending-scores-reversed': 'f_reversed', 'competency-without-score': 'f_comp_score', 'choice-without-feedback': 'f_feedback',
  'cue-without-explanation': 'f_cue_why', 'cue-not-found': 'f_cue_lost', 'cue-in-ending': 'f_cue_end', 'input-without-fallback': 'f_fallback', 'input-without-replies': 'f_replies', 'reply-never-meant': 'f_never_meant',
  'triage-without-fraud': 'f_no_fraud', 'triage-without-genuine': 'f_no_genuine', 'triage-without-why': 'f_letter_why', 'triage-without-message': 'f_letter_message', 'scene-without-title': 'f_title', 'empty-scene': 'f_empty_scene',
  'image-without-alt': 'f_alt', 'audio-without-transcript': 'f_transcript', 'fact-without-source': 'f_source', 'fact-unchecked': 'f_unchecked', 'fact-outdated': 'f_outdated', 'fact-in-future': 'f_future',
  empty: 'f_empty', 'choice-not-one-line': 'f_one_line', 'bad-pattern': 'f_pattern', 'reply-without-pattern': 'f_pattern', 'bad-source': 'f_bad_source', 'bad-audio': 'f_bad_audio', 'bad-date': 'f_bad_date', 'bad-meter': 'f_bad_meter',
  'no-scene': 'f_no_scene', 'unknown-start': 'f_start', 'no-item': 'f_no_letter', 'ending-with-choices': 'f_ending_ways', 'bad-number': 'f_number', 'bad-competency': 'f_competency',
  'no-right-option': 'f_right_option', 'too-few-options': 'f_options', 'option-without-text': 'f_empty', 'part-without-text': 'f_empty', 'item-without-text': 'f_question_text', 'option-without-feedback': 'f_feedback', 'several-right-options': 'f_one_right',
};
/** Where, below its `where`, the field is that mends a finding. */
const FIELD: Record<string, string> = {
  'unknown-target': 'to', 'choice-without-feedback': 'feedback', 'cue-without-explanation': 'why', 'cue-not-found': 'quote', 'scene-without-title': 'title', 'empty-scene': 'text', 'audio-without-transcript': 'transcript',
  'fact-without-source': 'source', 'fact-unchecked': 'checked_on', 'fact-outdated': 'checked_on', 'fact-in-future': 'checked_on', 'unknown-fact': 'fact', 'competency-without-score': 'score', 'reply-without-pattern': 'patterns', 'reply-never-meant': 'patterns',
  'triage-without-why': 'why', 'triage-without-message': 'messages', 'input-without-fallback': 'fallback', 'input-without-replies': 'replies', 'ending-scores-reversed': 'score', 'bad-meter': 'min', 'no-right-option': 'options', 'too-few-options': 'options',
  'several-right-options': 'options', 'option-without-text': 'text', 'part-without-text': 'text', 'item-without-text': 'text', 'option-without-feedback': 'feedback', 'ending-with-choices': 'ending',
};

export function fieldOf({ code, where }: Finding): string {
  const at = where.replace(/\.patterns\.\d+$/, '.patterns').replace(/\.competencies\.\d+$/, '.competencies');
  const more = FIELD[code];
  return !more || at.slice(-more.length - 1) === '.' + more ? at : `${at}.${more}`;
}

export function sentence(q: SimStudioWords, { code, where, message }: Finding): string {
  if (code === 'bad-id') return q.t(/\.to$/.test(where) ? 'f_to' : /\.(meter|flag)$/.test(where) ? 'f_effect' : 'f_id');
  const key = SAID[code];
  return key ? q.t(key) : message;
}

const within = (q: SimStudioWords, scene: Scene, [part, id, ...rest]: string[]): string[] => {
  const order = (list: Array<{ id: string }> | undefined, name: string | undefined): number => {
    const at = (list || []).findIndex((one) => one.id === name);
    return at < 0 ? Number(name) || 1 : at + 1;
  };
  if (part === 'messages' && id) {
    const message = scene.messages.filter((one) => one.id === id)[0];
    const said = [q.t('message_n', { n: order(scene.messages, id) })];
    return rest[0] === 'cues' && rest[1] ? said.concat(q.t('cue_n', { n: order(message && message.cues, rest[1]) })) : said;
  }
  if (part === 'choices' && id) return [q.t('choice_n', { n: order(scene.choices, id) })];
  if (part === 'input') return [q.t('input'), ...(id === 'replies' && rest[0] ? [q.t('reply_n', { n: order(scene.input && scene.input.replies, rest[0]) })] : id === 'fallback' ? [q.t('fallback')] : [])];
  if (part === 'question') return [q.t(id === 'right' || id === 'wrong' ? id : 'question')];
  return part === 'ending' ? [q.t('ends')] : [];
};

/** What `where` is called ("Scene 3, Choice 2"). */
export function placeName(q: SimStudioWords, model: Story, where: string): string {
  const [part, id, ...rest] = where.split('.');
  if (part === 'scenes' && !isTriage(model)) {
    const index = model.scenes.findIndex((scene) => scene.id === id);
    const scene = model.scenes[index];
    return scene ? [`${q.t('scene_n', { n: index + 1 })} (${nameOfScene(scene)})`, ...within(q, scene, rest)].join(', ') : q.t('story_view');
  }
  if (part === 'triage' && isTriage(model)) {
    const items = lettersOf(model);
    const index = items.findIndex((one) => one.id === rest[0]);
    const letter = items[index];
    if (!letter) return q.t('story_view');
    return [`${q.t('letter_n', { n: index + 1 })} (${nameOfLetter(letter)})`, ...within(q, letter as unknown as Scene, rest.slice(1))].join(', ');
  }
  if (part === 'meters' || part === 'flags') return q.t('meters_view');
  if (part === 'facts' || part === 'debrief') return q.t('debrief_view');
  return where ? q.t('story_view') : '';
}
