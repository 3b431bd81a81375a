/** The theatre's large panels, from left to right: each is an entry here and a file of its own. */
import type { Component } from 'svelte';
import { isPlayedDream, type TheatreInfo } from '../../../shared/theatre.ts';
import BranchesPanel from './BranchesPanel.svelte';
import { offersBranches } from './branchRows.ts';
import DreamPanel from './DreamPanel.svelte';
import InsightPanel from './InsightPanel.svelte';
import RealPanel from './RealPanel.svelte';
import type { RealView } from './recording/videoInstant.ts';
import type { TheatreSession } from './theatreSession.svelte.ts';
import type { ViewOptions } from './viewOptions.svelte.ts';

/** What every panel gets; it takes what it needs. */
export interface PanelProps {
  readonly session: TheatreSession;
  readonly options: ViewOptions;
  /** Where the same checkpoint's dream is played, or from there the way back. */
  readonly otherWorld: string | undefined;
  /** Told once by the panel that draws reality: keys choose its cameras, and a video shows it. */
  readonly onview: (view: RealView) => void;
}

export interface TheatrePanel {
  readonly id: string;
  readonly component: Component<PanelProps>;
  /** Whether there is anything for it to show. @param info null until the theatre is open */
  shows(info: TheatreInfo | null): boolean;
  /** Where a person opens it; absent: it is always there. */
  readonly opened?: (options: ViewOptions) => boolean;
  /** Beside others it takes less room than they do. */
  readonly narrow?: true;
}

export const PANELS: readonly TheatrePanel[] = [
  { id: 'real', component: RealPanel, shows: () => true },
  {
    id: 'dream',
    component: DreamPanel,
    // A dream that is played is what really happens there.
    shows: (info) => info === null || (info.model !== null && !isPlayedDream(info)),
  },
  {
    id: 'insight',
    component: InsightPanel,
    shows: (info) => info !== null && info.agent !== null && info.agent.insight !== null,
    narrow: true,
  },
  {
    id: 'branches',
    component: BranchesPanel,
    shows: offersBranches,
    opened: (options) => options.branches,
  },
];
