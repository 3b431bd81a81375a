/** Korean: experiments. */
export const experiments = {
  'status.draft': '초안',
  'status.queued': '대기 중',
  'status.starting': '시작하는 중',
  'status.running': '학습 중',
  'status.pausing': '일시정지하는 중',
  'status.paused': '일시정지',
  'status.stopped': '중지됨',
  'status.completed': '완료',
  'status.failed': '실패',
  'status.interrupted': '중단됨',

  'experiment.tab.overview': '개요',
  'experiment.tab.curves': '곡선',
  'experiment.tab.episodes': '에피소드',
  'experiment.tab.checkpoints': '체크포인트',
  'experiment.tab.config': '설정',
  'experiment.tab.log': '기록',

  'compare.title': '비교',
} as const satisfies Readonly<Record<string, string>>;
