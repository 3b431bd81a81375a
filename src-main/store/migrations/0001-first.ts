/** Migration 1: the first schema. Open on purpose: plain SQL over it is a fine way to study one's own experiments. */
export const first = `
CREATE TABLE runs (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  algorithm TEXT NOT NULL,
  environment TEXT NOT NULL,
  preset TEXT NOT NULL,
  status TEXT NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  archived INTEGER NOT NULL DEFAULT 0,
  config TEXT NOT NULL,
  code_version TEXT NOT NULL,
  score_metric TEXT NOT NULL,
  study_id TEXT REFERENCES studies (id) ON DELETE SET NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  ended_at TEXT,
  -- In the bin since; null: not in the bin.
  deleted_at TEXT,
  -- Orders the queue; null: not queued.
  queued_at TEXT,
  environment_steps REAL NOT NULL DEFAULT 0,
  gradient_steps REAL NOT NULL DEFAULT 0,
  -- All sittings, the recomputed parts counted.
  wall_seconds REAL NOT NULL DEFAULT 0,
  score REAL,
  score_deviation REAL,
  best_score REAL,
  sparkline TEXT NOT NULL DEFAULT '[]',
  progress TEXT,
  result TEXT,
  compute TEXT,
  exact INTEGER NOT NULL DEFAULT 1,
  last_error TEXT,
  cache_bytes INTEGER NOT NULL DEFAULT 0,
  -- Number of the newest record; a checkpoint remembers it, and resuming from that checkpoint takes back what came later.
  sequence INTEGER NOT NULL DEFAULT 0,
  -- The trainer process that last wrote here, and how far it had come in its own counting.
  sitting TEXT,
  sitting_sequence INTEGER NOT NULL DEFAULT 0,
  process_id INTEGER,
  process_born TEXT
);
CREATE INDEX runs_queue ON runs (queued_at) WHERE queued_at IS NOT NULL;

CREATE TABLE run_tags (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run, tag)
) WITHOUT ROWID;

CREATE TABLE metric_names (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- n: position in the series, from 0. A NaN is stored as NULL.
CREATE TABLE metrics (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  name INTEGER NOT NULL REFERENCES metric_names (key),
  n INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  environment_steps REAL NOT NULL,
  gradient_steps REAL NOT NULL,
  wall_seconds REAL NOT NULL,
  value REAL,
  PRIMARY KEY (run, name, n)
) WITHOUT ROWID;

-- Bucket n of level k sums up the rows n * 4^k to (n + 1) * 4^k - 1 of metrics; the axes are those of its last row.
CREATE TABLE metric_buckets (
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  name INTEGER NOT NULL REFERENCES metric_names (key),
  level INTEGER NOT NULL,
  n INTEGER NOT NULL,
  environment_steps REAL NOT NULL,
  gradient_steps REAL NOT NULL,
  wall_seconds REAL NOT NULL,
  mean REAL,
  minimum REAL,
  maximum REAL,
  PRIMARY KEY (run, name, level, n)
) WITHOUT ROWID;

CREATE TABLE episodes (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  phase TEXT NOT NULL,
  episode_return REAL,
  length INTEGER NOT NULL,
  terminated INTEGER NOT NULL,
  environment_steps REAL NOT NULL,
  gradient_steps REAL NOT NULL,
  wall_seconds REAL NOT NULL,
  details TEXT,
  -- JSON, deflated; null: the episode was not kept.
  recipe BLOB,
  checkpoint_id TEXT,
  created_at TEXT NOT NULL
);
CREATE INDEX episodes_of_run ON episodes (run, purpose, id);
CREATE INDEX episodes_by_time ON episodes (run, id);

CREATE TABLE checkpoints (
  id TEXT PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  size_bytes INTEGER NOT NULL,
  reason TEXT NOT NULL,
  phase TEXT NOT NULL,
  score REAL,
  environment_steps REAL NOT NULL,
  gradient_steps REAL NOT NULL,
  wall_seconds REAL NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL
);
CREATE INDEX checkpoints_of_run ON checkpoints (run, sequence);

CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL REFERENCES runs (key) ON DELETE CASCADE,
  at TEXT NOT NULL,
  level TEXT NOT NULL,
  key TEXT NOT NULL,
  message_values TEXT NOT NULL
);
CREATE INDEX log_of_run ON log (run, id);

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- A group of runs with something varied; filled by a later version.
CREATE TABLE studies (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  definition TEXT NOT NULL,
  created_at TEXT NOT NULL
);
`;
