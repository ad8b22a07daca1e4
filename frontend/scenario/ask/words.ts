import { speak, type Table, type Words } from '../../shared/i18n';
import type { strings } from './strings';

export type AskWords = Words<typeof strings>;

/** The strings that stand before this script in `public/ask.<lang>.js`. */
export const words = (): AskWords => speak<typeof strings>((window as unknown as { hvStrings: Record<string, Table> }).hvStrings['scenario_sim_ask']!);
