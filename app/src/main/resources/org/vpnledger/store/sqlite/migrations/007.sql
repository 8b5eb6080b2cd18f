-- What a tunnel speaks. Of an OpenVPN client each connection has a counter of its own, and is a session.
ALTER TABLE tunnel ADD COLUMN protocol TEXT NOT NULL DEFAULT 'wireguard';

-- The connections that the ledger remembers, open ones and those that ended lately.
CREATE TABLE link (
  peer         INTEGER NOT NULL,
  session      INTEGER NOT NULL,
  epoch_scheme TEXT NOT NULL,
  epoch        TEXT NOT NULL,
  rx           INTEGER NOT NULL,
  tx           INTEGER NOT NULL,
  PRIMARY KEY (peer, session)
) STRICT, WITHOUT ROWID;
