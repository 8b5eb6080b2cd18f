-- Where an address is, as far as a database of the operator's or a service said so; each address once. country is
-- its ISO code of two letters; radius_km says how far off the coordinates may be.
CREATE TABLE place (
  id           INTEGER PRIMARY KEY,
  address      TEXT NOT NULL UNIQUE,
  noted_s      INTEGER NOT NULL,
  country      TEXT,
  country_name TEXT,
  region       TEXT,
  city         TEXT,
  provider     TEXT,
  latitude     REAL,
  longitude    REAL,
  radius_km    INTEGER,
  origin       TEXT NOT NULL
) STRICT;

-- The machine's own figures. Memory in bytes, disk in hundredths of a per cent.
CREATE TABLE machine (
  at_s             INTEGER PRIMARY KEY,
  disk_hundredths  INTEGER,
  memory_total     INTEGER,
  memory_used      INTEGER,
  load_1           REAL,
  load_5           REAL,
  load_15          REAL,
  processes        INTEGER
) STRICT;
