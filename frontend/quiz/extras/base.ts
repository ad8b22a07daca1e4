import type { Words } from '../../shared/i18n';
import type { strings } from './strings';

export type ExtraWords = Words<typeof strings>;
