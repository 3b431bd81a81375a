/** The hub, as the host's commands ask it; machines/hub has it. */
import type { MachinesReport } from '../../shared/hub.ts';

export interface HubService {
  /** With the studio: it runs again where it did when the studio was closed. */
  resume(): void;
  report(): Promise<MachinesReport>;
  /**
   * Starts it and answers when it runs; does nothing where one does.
   * @param open whether other computers can reach it
   * @throws StudioError `hub.noServer`, `hub.portTaken`, `hub.serverFailed`
   */
  start(open: boolean): Promise<void>;
  /** Does nothing where none runs, or where it is another program's. */
  stop(): Promise<void>;
  /** @returns a join address, told this once. @throws StudioError `hub.notRunning` */
  invite(hours: number, reusable: boolean): Promise<{ readonly address: string; readonly expiresAt: string }>;
  /** @throws StudioError `hub.notRunning`, `hub.unknownWorker` */
  drain(id: string): Promise<void>;
  /** @throws StudioError `hub.notRunning`, `hub.unknownWorker` */
  remove(id: string): Promise<void>;
  /** With the studio. */
  close(): Promise<void>;
}
