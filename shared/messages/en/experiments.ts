/** English: experiments. One flat object; `{name}` is filled in. The Korean file must have the same keys (tests check it). */
export const experiments = {
  'status.draft': 'Draft',
  'status.queued': 'Queued',
  'status.starting': 'Starting',
  'status.running': 'Running',
  'status.pausing': 'Pausing',
  'status.paused': 'Paused',
  'status.stopped': 'Stopped',
  'status.completed': 'Completed',
  'status.failed': 'Failed',
  'status.interrupted': 'Interrupted',

  'experiment.tab.overview': 'Overview',
  'experiment.tab.curves': 'Curves',
  'experiment.tab.episodes': 'Episodes',
  'experiment.tab.checkpoints': 'Checkpoints',
  'experiment.tab.config': 'Config',
  'experiment.tab.log': 'Log',

  'compare.title': 'Compare',
} as const satisfies Readonly<Record<string, string>>;
