-- Events are a chain: each one's hash is made of its own content and the hash before it (32 bytes of SHA-256).
-- Absent only until the daemon that migrates has made those of older events.
ALTER TABLE event ADD COLUMN hash BLOB;

-- Where the chain goes on from when older events were deleted; kept for ever. head is the signed text.
CREATE TABLE checkpoint (
  seq  INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  head TEXT NOT NULL
) STRICT;
