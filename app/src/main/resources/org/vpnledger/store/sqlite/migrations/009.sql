-- What other programs' files tell of sessions, as they tell it, kept for ever: what is booked and shown of them
-- follows from all of these rows, so that importing twice, or a newer copy, changes nothing more. key_s is what tells
-- a peer's sessions apart in those files: when OpenVPN says that it began, when wg_monitor noticed that. number is
-- 0 or less, so that it is none of those that the ledger gives. rx and tx are absent where only presence was watched.
-- own says that the ledger has seen the session itself.
CREATE TABLE imported_session (
  peer          INTEGER NOT NULL,
  key_s         INTEGER NOT NULL,
  number        INTEGER NOT NULL,
  start_s       INTEGER NOT NULL,
  end_s         INTEGER NOT NULL,
  end_noticed_s INTEGER NOT NULL,
  endpoint      TEXT,
  rx            INTEGER,
  tx            INTEGER,
  own           INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (peer, key_s)
) STRICT, WITHOUT ROWID;

-- 0 for a session of which nobody knows what it moved: then rx and tx are 0.
ALTER TABLE session ADD COLUMN measured INTEGER NOT NULL DEFAULT 1;

-- The addresses that OpenVPN clients came from, without ports, each with a number that stays. place is how the table
-- of places writes it: IPv6 without leaving zeros out ("::" stands for as many groups as are missing).
CREATE TABLE openvpn_address (
  id      INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  place   TEXT NOT NULL GENERATED ALWAYS AS (
    trim(replace(address, '::', ':' || substr('0:0:0:0:0:0:0:0:', 1, 2 * (8
      - (length(address) - length(replace(address, ':', '')) - (address LIKE '::%') - (address LIKE '%::'))))), ':'))
) STRICT;

CREATE VIEW openvpn_session AS
SELECT s.peer, s.number, p.tunnel, p.key, s.start_ns, coalesce(s.end_ns, t.read_at_ns, s.start_ns) AS seen_ns, s.rx, s.tx, s.endpoint,
  CASE WHEN s.endpoint LIKE '[%' THEN substr(s.endpoint, 2, instr(s.endpoint, ']') - 2)
       ELSE substr(s.endpoint, 1, instr(s.endpoint, ':') - 1) END AS address
FROM session s JOIN peer p ON p.id = s.peer JOIN tunnel t ON t.id = p.tunnel
WHERE t.protocol = 'openvpn';

-- Sessions are written with each poll, and their endpoints seldom change. "OR IGNORE" would not do: what the outer
-- statement says of conflicts holds in triggers too.
CREATE TRIGGER openvpn_address_of_session AFTER INSERT ON session WHEN NEW.endpoint IS NOT NULL BEGIN
  INSERT INTO openvpn_address (address)
  SELECT o.address FROM openvpn_session o
  WHERE o.peer = NEW.peer AND o.number = NEW.number
    AND NOT EXISTS (SELECT 1 FROM openvpn_address a WHERE a.address = o.address);
END;
CREATE TRIGGER openvpn_address_of_moved_session AFTER UPDATE OF endpoint ON session
WHEN NEW.endpoint IS NOT OLD.endpoint AND NEW.endpoint IS NOT NULL BEGIN
  INSERT INTO openvpn_address (address)
  SELECT o.address FROM openvpn_session o
  WHERE o.peer = NEW.peer AND o.number = NEW.number
    AND NOT EXISTS (SELECT 1 FROM openvpn_address a WHERE a.address = o.address);
END;
CREATE TRIGGER openvpn_address_of_tunnel AFTER UPDATE OF protocol ON tunnel
WHEN NEW.protocol = 'openvpn' AND OLD.protocol <> 'openvpn' BEGIN
  INSERT INTO openvpn_address (address)
  SELECT DISTINCT o.address FROM openvpn_session o
  WHERE o.tunnel = NEW.id AND o.address IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM openvpn_address a WHERE a.address = o.address);
END;
INSERT INTO openvpn_address (address) SELECT DISTINCT address FROM openvpn_session WHERE address IS NOT NULL;

-- What OpenVPN Statistics keeps in its database, with its columns, texts and local times, so that the queries of its
-- users go on. A session that goes on was last updated when its tunnel was last read.
CREATE VIEW connections AS
SELECT
  key AS common_name,
  -- As OpenVPN until 2.6 writes IPv6: alone.
  CASE WHEN endpoint LIKE '[%]:0' THEN address ELSE endpoint END AS real_address,
  rx AS bytes_received,
  tx AS bytes_sent,
  datetime(start_ns / 1000000000, 'unixepoch', 'localtime') AS connected_since,
  datetime(seen_ns / 1000000000, 'unixepoch', 'localtime') AS db_updated,
  (SELECT a.id FROM openvpn_address a WHERE a.address = o.address) AS ip_id
FROM openvpn_session o;

CREATE VIEW ips AS
SELECT
  a.id AS id,
  a.address AS ip,
  coalesce(l.city, 'Unknown City') AS city,
  coalesce(l.region, 'Unknown Region') AS region,
  coalesce(l.country, 'Unknown Country') AS country,
  datetime(l.noted_s, 'unixepoch', 'localtime') AS table_updated,
  coalesce(l.provider, 'Unknown Provider') AS provider
FROM openvpn_address a LEFT JOIN place l ON l.address = a.place;

CREATE VIEW system_resources AS
SELECT
  datetime(at_s, 'unixepoch', 'localtime') AS table_updated,
  round(disk_hundredths / 100.0, 1) AS disk_percentage,
  round(100.0 * memory_used / memory_total, 1) AS memory,
  load_1 AS load_average_1,
  load_5 AS load_average_5,
  load_15 AS load_average_15,
  processes AS proc_no
FROM machine;
