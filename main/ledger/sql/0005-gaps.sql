-- Stations that sent more than goes on from what is here. One row a station: what was refused for that is evidence, and
-- this is what is still to be found; it is there from the transaction that passed over what was refused until what is
-- missing has come.
CREATE TABLE ledger.gaps (
  shop text NOT NULL,
  station text NOT NULL,
  branch text NOT NULL,
  -- The last record that was refused, and where the first batch was in the hub.
  up_to bigint NOT NULL,
  place bigint NOT NULL,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop, station),
  FOREIGN KEY (shop, station) REFERENCES ledger.stations
);

-- A batch was refused as a gap. What a station's older branch lacks is history.
CREATE FUNCTION ledger.note_gap(in_shop text, in_station text, in_branch text, in_last bigint, in_place bigint)
RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
  INSERT INTO gaps AS g (shop, station, branch, up_to, place)
  SELECT in_shop, in_station, in_branch, in_last, in_place FROM stations s
  WHERE s.shop = in_shop AND s.station = in_station
    AND coalesce(epoch_of(s.branch, in_station), 0) <= epoch_of(in_branch, in_station)
  ON CONFLICT (shop, station) DO UPDATE SET
    branch = excluded.branch,
    up_to = CASE WHEN g.branch = excluded.branch THEN greatest(g.up_to, excluded.up_to) ELSE excluded.up_to END,
    place = CASE WHEN g.branch = excluded.branch THEN g.place ELSE excluded.place END
  WHERE epoch_of(g.branch, in_station) <= epoch_of(excluded.branch, in_station)
$$;

-- Of a station whose gap is closed, or whose branch is frozen by now, nothing is missing any more: what was refused for
-- it, and is there now, is no evidence. False where there still is something missing.
CREATE FUNCTION ledger.close_gap(in_shop text, in_station text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
DECLARE
  newest text;
  gone bigint;
BEGIN
  SELECT s.branch INTO newest FROM stations s WHERE s.shop = in_shop AND s.station = in_station FOR UPDATE;
  DELETE FROM gaps g USING branches b
  WHERE g.shop = in_shop AND g.station = in_station
    AND b.shop = in_shop AND b.station = in_station AND b.branch = newest
    AND (epoch_of(newest, in_station) > epoch_of(g.branch, in_station) OR (newest = g.branch AND b.seq >= g.up_to));
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  DELETE FROM evidence e USING records r
  WHERE e.shop = in_shop AND e.station = in_station AND e.why = 'gap' AND e.headers ->> 'J-Last' ~ '^[0-9]{1,15}$'
    AND r.shop = in_shop AND r.station = in_station
    AND r.seq = (e.headers ->> 'J-Last')::bigint AND r.hash = e.headers ->> 'J-Hash';
  GET DIAGNOSTICS gone = ROW_COUNT;
  UPDATE met m SET times = greatest(0, m.times - gone)
  WHERE m.shop = in_shop AND m.station = in_station AND m.why = 'gap';
  DELETE FROM met m WHERE m.shop = in_shop AND m.station = in_station AND m.why = 'gap' AND m.times = 0;
  RETURN true;
END
$$;

-- What is still missing, with where the ledger is, and the place in the hub of the last batch that it has.
CREATE VIEW ledger.lacking AS
SELECT g.shop, g.station, g.branch, g.up_to, s.branch AS newest, coalesce(b.seq, 0) AS seq, coalesce(b.hash, '') AS hash,
  CASE WHEN t.place < g.place THEN t.place ELSE 1 END AS place, g.since
FROM ledger.gaps g JOIN ledger.stations s USING (shop, station)
LEFT JOIN ledger.branches b ON b.shop = s.shop AND b.station = s.station AND b.branch = s.branch
LEFT JOIN LATERAL (
  SELECT t.place FROM ledger.batches t
  WHERE t.shop = s.shop AND t.station = s.station AND t.branch = s.branch ORDER BY t.last DESC LIMIT 1
) t ON true;

GRANT EXECUTE ON FUNCTION ledger.note_gap(text, text, text, bigint, bigint), ledger.close_gap(text, text)
TO ledger_writer;
GRANT SELECT ON ledger.lacking TO ledger_writer, ledger_reader;

-- As before, and whoever reads the hub finds the place moved even where nothing had been read so far: a station that was
-- enrolled then was a stranger to it for as long as it ran.
CREATE OR REPLACE FUNCTION ledger.rescan() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
  UPDATE cursor SET place = 0, mark = gen_random_uuid()::text, moved_at = now();
  DELETE FROM met WHERE why = 'junk'
$$;
