/** The chapters' pages, each loaded when it is opened. */
import type { Component } from 'svelte';
import type { ChapterId } from '../../../shared/course.ts';

export const CHAPTER_PAGES: Readonly<Record<ChapterId, () => Promise<{ readonly default: Component }>>> = {
  loop: () => import('./chapters/LoopChapter.svelte'),
  value: () => import('./chapters/ValueChapter.svelte'),
  modelFree: () => import('./chapters/ModelFreeChapter.svelte'),
  withModel: () => import('./chapters/WithModelChapter.svelte'),
  credit: () => import('./chapters/CreditChapter.svelte'),
  vision: () => import('./chapters/VisionChapter.svelte'),
  memory: () => import('./chapters/MemoryChapter.svelte'),
  control: () => import('./chapters/ControlChapter.svelte'),
  dreams: () => import('./chapters/DreamsChapter.svelte'),
  rssm: () => import('./chapters/RssmChapter.svelte'),
  imagination: () => import('./chapters/ImaginationChapter.svelte'),
  horizon: () => import('./chapters/HorizonChapter.svelte'),
};
