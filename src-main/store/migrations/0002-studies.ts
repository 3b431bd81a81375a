/** Migration 2: studies, the cells that runs fill in them, and who put a run into the queue. */
export const studies = `
-- definition: shared/study.ts as JSON; name repeats what it says there.
ALTER TABLE studies ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;
-- In the bin since; null: not in the bin.
ALTER TABLE studies ADD COLUMN deleted_at TEXT;
-- The cell that the run fills in its study.
ALTER TABLE runs ADD COLUMN study_row TEXT;
ALTER TABLE runs ADD COLUMN study_seed INTEGER;
-- 1: its study started it, so it stands back behind what a person starts. Kept while it trains.
ALTER TABLE runs ADD COLUMN by_study INTEGER NOT NULL DEFAULT 0;
CREATE INDEX runs_of_study ON runs (study_id) WHERE study_id IS NOT NULL;
`;
