/** What file systems say where there is no room. EDQUOT is a person's share, EFBIG a limit of file sizes: no room either. */
export const DISK_FULL_CODES = /^(ENOSPC|EDQUOT|EFBIG)$/;

/** Whether a system call failed for want of room. */
export function isDiskFull(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    DISK_FULL_CODES.test(error.code)
  );
}
