import { speak, type Table, type Words } from '../../shared/i18n';
import type { strings } from './strings';

export type InboxWords = Words<typeof strings>;

/** The strings that stand before this script in `public/inbox.<lang>.js`. */
export const words = (): InboxWords => speak<typeof strings>((window as unknown as { hvStrings: Record<string, Table> }).hvStrings['scenario_sim_inbox']!);
