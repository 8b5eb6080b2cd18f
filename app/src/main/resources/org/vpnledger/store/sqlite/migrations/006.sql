-- Who used an address, and where a peer was: both are asked of all time. Partial, since most events place nobody.
CREATE INDEX event_endpoint ON event (endpoint) WHERE endpoint IS NOT NULL;
CREATE INDEX event_old_endpoint ON event (old_endpoint) WHERE old_endpoint IS NOT NULL;
CREATE INDEX event_peer ON event (peer) WHERE peer IS NOT NULL;
