/** Migration 7: branches of moments that a person kept. */
export const branches = `
CREATE TABLE branches (
  id TEXT PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- JSON: the rest of BranchRecord in shared/branches.ts.
  branch TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX branches_of_run ON branches (run, created_at);
`;
