/** English: runs on other machines. */
export const machines = {
  'error.machines.noHub.what': 'This studio knows no other computers.',
  'error.machines.noHub.why': 'The experiment is to be trained elsewhere, and no hub is configured.',
  'error.machines.noHub.next':
    'Add computers in System or start "studio hub", or start the experiment on this computer ("--where here").',
  'error.machines.unknownWorker.what': 'There is no worker {worker}.',
  'error.machines.unknownWorker.why': 'Workers that have joined: {known}.',
  'error.machines.unknownWorker.next': 'Choose one of them, or "anywhere", or start that worker.',
  'error.machines.unreachable.what': 'The hub cannot be reached.',
  'error.machines.unreachable.why': '{reason}',
  'error.machines.unreachable.next':
    'What trains on other computers goes on there, and is taken in when the hub answers again. Check that the hub runs.',
  'error.machines.waiting.what': 'No worker has the experiment.',
  'error.machines.waiting.why': 'The computer that trained it is gone or frozen, or none has taken it yet.',
  'error.machines.waiting.next':
    'It goes on from its last checkpoint as soon as a worker is free. Pausing it takes it back.',
  'error.machines.lost.what': 'The experiment is not at the hub any more.',
  'error.machines.lost.why':
    'Its work is neither queued there nor under way: the hub has lost its folder, or is another one.',
  'error.machines.lost.next': 'Resume it: it goes on from the last checkpoint that was kept here.',
  'error.machines.badRecord.what': 'The worker {worker} sent what cannot be part of the experiment.',
  'error.machines.badRecord.why': '{reason}',
  'error.machines.badRecord.next':
    'Remove that worker if you do not know it. Everything up to then is kept; resume the experiment.',
} as const satisfies Readonly<Record<string, string>>;
