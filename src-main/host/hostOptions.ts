/** What a host is given by whoever starts it (the shell's host process, `studio serve`, `studio train`, a test). */
import type { CommandArguments, CommandName, CommandResults, DoctorReport } from '../../shared/protocol.ts';
import type { RunSummary } from '../../shared/run.ts';
import type { MessagePortLike } from '../engine/port.ts';
import type { ExperimentStore } from '../store/experimentStore.ts';
import type { HubService } from './hubService.ts';
import type { ImportOptions } from './importRun.ts';
import type { Log } from '../store/log.ts';
import type { LiveFeed } from './liveFeed.ts';
import type { ProcessLauncher } from './processLauncher.ts';
import type { Machines } from './runPlace.ts';
import type { RunSupervisor } from './runSupervisor.ts';

export interface HostOptions {
  readonly dataFolder: string;
  readonly launcher: ProcessLauncher;
  readonly version: string;
  /** Whether it runs inside the desktop app. */
  readonly desktop?: boolean;
  /** Folder with experiments (`*.wmsx`) to import when the data folder is fresh. */
  readonly shippedExperiments?: string;
  /** Measures what the machine has. Without it `system.doctor` lists nothing. */
  readonly doctor?: () => Promise<DoctorReport>;
  /** Go on with runs that were queued when the studio was closed. True unless told otherwise. */
  readonly startQueue?: boolean;
  /** Trainings at a time, whatever the data folder's setting says. */
  readonly trainingsAtOnce?: number;
  /** The same where the setting says nothing; by the machine's cores if not given. */
  readonly usualTrainings?: number;
  /** Where the data folders are noted that were used before; without it a missing one counts as new. */
  readonly configFolder?: string;
  /** The folder was known, is gone, and a person wants a new one in its place. */
  readonly beginNew?: boolean;
  /** Mend the database first: a person asked for it when it could not be opened. */
  readonly repair?: boolean;
  /** Where it tells of itself; `logs/host.log` of the data folder where it is left out. */
  readonly log?: Log;
  /** Folders besides the data folder that hold `logs`, for whoever reports a fault. */
  readonly otherLogs?: readonly string[];
  /** The hub where other computers join (machines/hub). Without it there is none to be had. */
  readonly hub?: HubService;
  /** Other machines to train on (machines/places). Without it runs train here alone. */
  readonly machines?: Machines;
  /** Keep an inspector ready, so that a theatre opens at once. True unless told otherwise. */
  readonly warmInspector?: boolean;
}

export interface Host {
  readonly dataFolder: string;
  /** Serves a client until its port closes. */
  connect(port: MessagePortLike): void;
  /** The same commands for the process that the host runs in. */
  call<Name extends CommandName>(command: Name, args: CommandArguments<Name>): Promise<CommandResults[Name]>;
  /** Takes in an exported run that lies in a file. @throws StudioError as `importRun` (importRun.ts). */
  importRun(file: string, options?: ImportOptions): Promise<RunSummary>;
  /** Pauses what trains (each keeps a checkpoint), closes theatres, the store and the lock. */
  close(): Promise<void>;
  readonly store: ExperimentStore;
  readonly supervisor: RunSupervisor;
  readonly log: Log;
  readonly feed: LiveFeed;
}
