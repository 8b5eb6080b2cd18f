-- How handshakes on a tunnel are noticed between reads, and what its interface lost; the latter absent where
-- that is not to be seen.
ALTER TABLE tunnel ADD COLUMN noticing TEXT NOT NULL DEFAULT 'polls';
ALTER TABLE tunnel ADD COLUMN rx_errors INTEGER;
ALTER TABLE tunnel ADD COLUMN tx_errors INTEGER;
ALTER TABLE tunnel ADD COLUMN rx_dropped INTEGER;
ALTER TABLE tunnel ADD COLUMN tx_dropped INTEGER;
