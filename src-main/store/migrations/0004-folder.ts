/** Migration 4: which folder the database was last written in, so that a copy of the folder is recognised. */
export const folder = `
-- One row at most. See DataFolder.identity.
CREATE TABLE folder (identity TEXT NOT NULL);
`;
