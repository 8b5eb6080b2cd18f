-- What reactions do for each event by itself, such as running a script: the events are the queue, and this says
-- how far it is. events are the types that are delivered, with spaces between; every event up to settled is done,
-- given up or none of them.
CREATE TABLE delivery_queue (
  name      TEXT PRIMARY KEY,
  events    TEXT NOT NULL,
  settled   INTEGER NOT NULL,
  delivered INTEGER NOT NULL DEFAULT 0,
  retried   INTEGER NOT NULL DEFAULT 0,
  failed    INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Events after settled that are settled already, or were tried and failed.
CREATE TABLE delivery (
  queue         TEXT NOT NULL,
  seq           INTEGER NOT NULL,
  settled       INTEGER NOT NULL,
  attempts      INTEGER NOT NULL,
  not_before_ns INTEGER,
  PRIMARY KEY (queue, seq)
) STRICT, WITHOUT ROWID;
