/** Migration 6: what the instruments of trust said of single checkpoints. */
export const trust = `
CREATE TABLE trust (
  id TEXT PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  -- Not a reference: what was measured of a checkpoint stays when it makes way for newer ones.
  checkpoint_id TEXT NOT NULL,
  environment_steps INTEGER NOT NULL,
  gradient_steps INTEGER NOT NULL,
  -- Names the episodes: the same seed and checkpoint give the same figures.
  seed INTEGER NOT NULL,
  episodes INTEGER NOT NULL,
  -- JSON: shared/trust.ts, told apart by its "instrument".
  result TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX trust_of_run ON trust (run, created_at);
`;
