/** Migration 5: runs that are not whole, and a fast way to what lies in the bin. */
export const partial = `
-- 1: only a part of it is there, since it is being taken in or removed for good. Never shown, and removed at the next start.
ALTER TABLE runs ADD COLUMN partial INTEGER NOT NULL DEFAULT 0;
CREATE INDEX runs_in_bin ON runs (deleted_at) WHERE deleted_at IS NOT NULL;
`;
