-- Where a name was read, one line for people; absent where that is not known.
ALTER TABLE peer ADD COLUMN name_origin TEXT;
ALTER TABLE name ADD COLUMN origin TEXT;

-- What the daemon knows of names just now, replaced as a whole: every place that names come from, the first
-- one first, with what is wrong with it, and every name that it gives, also those that lose to another place.
CREATE TABLE name_source (
  rank    INTEGER PRIMARY KEY,
  origin  TEXT NOT NULL,
  read_ns INTEGER,
  problem TEXT
) STRICT;
CREATE TABLE name_claim (
  rank INTEGER NOT NULL,
  key  TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (rank, key)
) STRICT, WITHOUT ROWID;
