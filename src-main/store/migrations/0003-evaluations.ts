/** Migration 3: evaluations of single checkpoints that a person asked for. */
export const evaluations = `
CREATE TABLE evaluations (
  id TEXT PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  -- Not a reference: what a checkpoint scored stays when it makes way for newer ones.
  checkpoint_id TEXT NOT NULL,
  -- Names the episodes: the same seed and checkpoint give the same ones.
  seed INTEGER NOT NULL,
  score REAL NOT NULL,
  score_deviation REAL NOT NULL,
  -- JSON, one object an episode: index, seed, episodeReturn, length, terminated. For json_each.
  episodes TEXT NOT NULL,
  created_at TEXT NOT NULL
);
CREATE INDEX evaluations_of_run ON evaluations (run, created_at);
`;
