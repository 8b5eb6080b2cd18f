-- Of each address: when somebody was seen there last, whether none but refused strangers were, and when a service
-- answered that was asked for it.
ALTER TABLE place ADD COLUMN seen_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE place ADD COLUMN stranger INTEGER NOT NULL DEFAULT 0;
ALTER TABLE place ADD COLUMN asked_s INTEGER;
CREATE INDEX place_noted ON place (noted_s);
CREATE INDEX place_seen ON place (stranger, seen_s);

-- The countries and providers that a peer was seen in: kind is country or provider.
CREATE TABLE peer_origin (
  peer   INTEGER NOT NULL,
  kind   TEXT NOT NULL,
  origin TEXT NOT NULL,
  seen_s INTEGER NOT NULL,
  PRIMARY KEY (peer, kind, origin)
) STRICT, WITHOUT ROWID;

-- Where a peer was last, until when that is known, and when it was last said to travel too fast.
CREATE TABLE peer_sighting (
  peer      INTEGER PRIMARY KEY,
  endpoint  TEXT NOT NULL,
  until_ns  INTEGER NOT NULL,
  online    INTEGER NOT NULL,
  place     TEXT NOT NULL,
  country   TEXT,
  provider  TEXT,
  latitude  REAL,
  longitude REAL,
  radius_km INTEGER,
  told_ns   INTEGER
) STRICT;

-- What was found out and is to become an event, which the ledger's writer alone may number. The event and the end
-- of its row here are one transaction, so that none is told twice; a number is never given again.
CREATE TABLE finding (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  type         TEXT NOT NULL,
  peer         INTEGER NOT NULL,
  name         TEXT,
  happened_ns  INTEGER NOT NULL,
  noticed_ns   INTEGER NOT NULL,
  endpoint     TEXT,
  old_endpoint TEXT,
  detail       TEXT
) STRICT;
