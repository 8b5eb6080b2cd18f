-- Times ending in _ns are nanoseconds since 1970 UTC, those ending in _s seconds. Bytes are rx (received
-- by the server) and tx (sent by it); est says how many of both are placed by estimate.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The zone that days and months are in, from a moment on; the first row also covers all time before it.
CREATE TABLE zone (
  from_s INTEGER PRIMARY KEY,
  zone   TEXT NOT NULL
) STRICT;

-- open_at_ns names the open buckets (those that this moment lies in); *_rx, *_tx, *_est are their sums.
CREATE TABLE tunnel (
  id              INTEGER PRIMARY KEY,
  source          TEXT NOT NULL,
  interface       TEXT NOT NULL,
  public_key      TEXT,
  listen_port     INTEGER NOT NULL DEFAULT 0,
  firewall_mark   INTEGER NOT NULL DEFAULT 0,
  read_at_ns      INTEGER,
  read_monotonic  INTEGER,
  read_clock      TEXT,
  present         INTEGER NOT NULL DEFAULT 0,
  failing         INTEGER NOT NULL DEFAULT 0,
  empty_reads     INTEGER NOT NULL DEFAULT 0,
  last_reading_ns INTEGER,
  open_at_ns      INTEGER,
  five_rx   INTEGER NOT NULL DEFAULT 0, five_tx  INTEGER NOT NULL DEFAULT 0,
  hour_rx   INTEGER NOT NULL DEFAULT 0, hour_tx  INTEGER NOT NULL DEFAULT 0, hour_est  INTEGER NOT NULL DEFAULT 0,
  day_rx    INTEGER NOT NULL DEFAULT 0, day_tx   INTEGER NOT NULL DEFAULT 0, day_est   INTEGER NOT NULL DEFAULT 0,
  month_rx  INTEGER NOT NULL DEFAULT 0, month_tx INTEGER NOT NULL DEFAULT 0, month_est INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, interface)
) STRICT;

CREATE TABLE peer (
  id            INTEGER PRIMARY KEY,
  tunnel        INTEGER NOT NULL REFERENCES tunnel (id),
  key           TEXT NOT NULL,
  name          TEXT,
  networks      TEXT NOT NULL DEFAULT '',
  first_seen_ns INTEGER,
  UNIQUE (tunnel, key)
) STRICT;

-- One wide row a counter: a flush of ten thousand peers is one upsert each.
CREATE TABLE counter (
  peer              INTEGER PRIMARY KEY REFERENCES peer (id),
  listed            INTEGER NOT NULL,
  epoch_scheme      TEXT NOT NULL,
  epoch             TEXT NOT NULL,
  rx                INTEGER NOT NULL,
  tx                INTEGER NOT NULL,
  endpoint          TEXT,
  keepalive_s       INTEGER NOT NULL,
  handshake_ns      INTEGER,
  handshake_monotonic INTEGER NOT NULL,
  slack             INTEGER NOT NULL,
  last_activity_ns  INTEGER,
  online            INTEGER NOT NULL,
  trail_endpoint    TEXT,
  trail_monotonic   INTEGER NOT NULL,
  trail_alternations INTEGER NOT NULL,
  session           INTEGER,
  session_endpoint  TEXT,
  session_rx        INTEGER NOT NULL,
  session_tx        INTEGER NOT NULL,
  since_reading_rx  INTEGER NOT NULL,
  since_reading_tx  INTEGER NOT NULL,
  rx_rate           INTEGER NOT NULL,
  tx_rate           INTEGER NOT NULL,
  open_at_ns        INTEGER,
  five_rx   INTEGER NOT NULL, five_tx  INTEGER NOT NULL,
  hour_rx   INTEGER NOT NULL, hour_tx  INTEGER NOT NULL, hour_est  INTEGER NOT NULL,
  day_rx    INTEGER NOT NULL, day_tx   INTEGER NOT NULL, day_est   INTEGER NOT NULL,
  month_rx  INTEGER NOT NULL, month_tx INTEGER NOT NULL, month_est INTEGER NOT NULL
) STRICT;

-- Closed buckets: appended once, never changed. What comes late is a correction.
CREATE TABLE bucket_five  (start_s INTEGER NOT NULL, peer INTEGER NOT NULL, rx INTEGER NOT NULL, tx INTEGER NOT NULL, est INTEGER NOT NULL, PRIMARY KEY (start_s, peer)) STRICT, WITHOUT ROWID;
CREATE TABLE bucket_hour  (start_s INTEGER NOT NULL, peer INTEGER NOT NULL, rx INTEGER NOT NULL, tx INTEGER NOT NULL, est INTEGER NOT NULL, PRIMARY KEY (start_s, peer)) STRICT, WITHOUT ROWID;
CREATE TABLE bucket_day   (start_s INTEGER NOT NULL, peer INTEGER NOT NULL, rx INTEGER NOT NULL, tx INTEGER NOT NULL, est INTEGER NOT NULL, PRIMARY KEY (start_s, peer)) STRICT, WITHOUT ROWID;
CREATE TABLE bucket_month (start_s INTEGER NOT NULL, peer INTEGER NOT NULL, rx INTEGER NOT NULL, tx INTEGER NOT NULL, est INTEGER NOT NULL, PRIMARY KEY (start_s, peer)) STRICT, WITHOUT ROWID;

-- The same, summed over a tunnel's peers: no key order serves both ways of asking.
CREATE TABLE tunnel_bucket (
  resolution INTEGER NOT NULL, -- 0 five minutes, 1 hour, 2 day, 3 month
  start_s    INTEGER NOT NULL,
  tunnel     INTEGER NOT NULL,
  rx         INTEGER NOT NULL,
  tx         INTEGER NOT NULL,
  est        INTEGER NOT NULL,
  PRIMARY KEY (resolution, start_s, tunnel)
) STRICT, WITHOUT ROWID;

-- Late facts, dated: they are added to the closed bucket that they name. peer is absent for a fact that
-- concerns only the tunnel's sum, whose peers' facts were not late.
CREATE TABLE correction (
  id         INTEGER PRIMARY KEY,
  noted_ns   INTEGER NOT NULL,
  resolution INTEGER NOT NULL,
  start_s    INTEGER NOT NULL,
  tunnel     INTEGER NOT NULL,
  peer       INTEGER,
  rx         INTEGER NOT NULL,
  tx         INTEGER NOT NULL,
  est        INTEGER NOT NULL,
  reason     TEXT NOT NULL
) STRICT;
CREATE INDEX correction_bucket ON correction (resolution, start_s, peer);
CREATE INDEX correction_peer ON correction (peer, reason);

-- What counters showed when they were first read. Later rows correct earlier ones, so they are summed.
CREATE TABLE carried_in (
  id     INTEGER PRIMARY KEY,
  peer   INTEGER NOT NULL,
  at_ns  INTEGER NOT NULL,
  rx     INTEGER NOT NULL,
  tx     INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX carried_in_peer ON carried_in (peer);
CREATE INDEX carried_in_at ON carried_in (at_ns);

-- seq has no gaps; reactions keep the last one they have seen.
CREATE TABLE event (
  seq          INTEGER PRIMARY KEY,
  type         TEXT NOT NULL,
  tunnel       INTEGER,
  peer         INTEGER,
  name         TEXT,
  happened_ns  INTEGER NOT NULL,
  noticed_ns   INTEGER NOT NULL,
  endpoint     TEXT,
  old_endpoint TEXT,
  handshake_ns INTEGER,
  detail       TEXT
) STRICT;
CREATE INDEX event_noticed ON event (noticed_ns);

CREATE TABLE session (
  peer             INTEGER NOT NULL,
  number           INTEGER NOT NULL,
  start_ns         INTEGER NOT NULL,
  start_noticed_ns INTEGER NOT NULL,
  end_ns           INTEGER,
  end_noticed_ns   INTEGER,
  endpoint         TEXT,
  rx               INTEGER NOT NULL,
  tx               INTEGER NOT NULL,
  PRIMARY KEY (peer, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_start ON session (start_ns);

-- What a counter showed, once an hour: what the bandwidth files hold. They follow by id, so that no id may be
-- given again, not even when all readings have expired.
CREATE TABLE reading (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  at_s     INTEGER NOT NULL,
  peer     INTEGER NOT NULL,
  rx       INTEGER NOT NULL,
  tx       INTEGER NOT NULL,
  used_rx  INTEGER NOT NULL,
  used_tx  INTEGER NOT NULL,
  imported INTEGER NOT NULL,
  UNIQUE (peer, at_s)
) STRICT;
CREATE INDEX reading_at ON reading (at_s);

-- Names and networks as they were from a moment on; an absent name says that there was none any more.
CREATE TABLE name (
  peer    INTEGER NOT NULL,
  from_ns INTEGER NOT NULL,
  name    TEXT,
  PRIMARY KEY (peer, from_ns)
) STRICT, WITHOUT ROWID;
CREATE TABLE network (
  peer     INTEGER NOT NULL,
  from_ns  INTEGER NOT NULL,
  networks TEXT NOT NULL,
  PRIMARY KEY (peer, from_ns)
) STRICT, WITHOUT ROWID;

-- How far each reaction has come.
CREATE TABLE cursor (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
