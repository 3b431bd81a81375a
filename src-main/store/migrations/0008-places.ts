/** Migration 8: runs that train on other machines. */
export const places = `
-- Where it is to be trained: here, anywhere, or a worker's id.
ALTER TABLE runs ADD COLUMN place TEXT NOT NULL DEFAULT 'here';
-- Names its stay on other machines; null: it trains here or not at all.
ALTER TABLE runs ADD COLUMN placement TEXT;
-- Sequence in the broker's stream of the last message that is in these tables: written with what it brought.
ALTER TABLE runs ADD COLUMN stream_position INTEGER NOT NULL DEFAULT 0;
-- Name of the machine that trains it, or did last; null: this one.
ALTER TABLE runs ADD COLUMN worker TEXT;
`;
