-- How records come into the ledger, and the only way.

-- The epoch that a branch or a journal is named by; null where the name is no such station's.
CREATE FUNCTION ledger.epoch_of(journal text, of_station text) RETURNS integer
LANGUAGE sql IMMUTABLE STRICT
AS $$
  SELECT substring(journal FROM '^' || of_station || '-e([1-9][0-9]{0,2})$')::integer
$$;

-- The lines of a payload, each of the length that it says and with its sum right; null where anything is amiss. What
-- is left of a line, its CRC and watermark, is the signature's to prove.
CREATE FUNCTION ledger.lines_in(payload bytea) RETURNS bytea[]
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = ledger, pg_temp
AS $$
DECLARE
  lines bytea[] := '{}';
  said text;
  at integer := 1;
  size integer;
  sound boolean;
BEGIN
  WHILE at <= octet_length(payload) LOOP
    -- J1, CRC, length, watermark, hash: as the journal frames a line.
    said := encode(substring(payload FROM at + 12 FOR 6), 'escape');
    IF said !~ '^[0-9]{6}$' THEN
      RETURN NULL;
    END IF;
    size := 77 + said::integer;
    lines := lines || substring(payload FROM at FOR size);
    at := at + size;
  END LOOP;
  IF at <> octet_length(payload) + 1 THEN
    RETURN NULL;
  END IF;
  SELECT bool_and(
    encode(substring(line FOR 76), 'escape') ~ '^J1 [0-9a-f]{8} [0-9]{6} [0-9]{12} [A-Za-z0-9_-]{43} $'
    AND encode(substring(line FROM octet_length(line)), 'escape') = E'\n'
    AND translate(encode(sha256(substring(line FROM 77 FOR octet_length(line) - 77)), 'base64'), '+/=', '-_')
      = encode(substring(line FROM 33 FOR 43), 'escape')
  ) INTO sound FROM unnest(lines) AS line;
  RETURN CASE WHEN sound THEN lines END;
END
$$;

-- The records in lines, where one of them is no jsonb as it is. Half a character at the end of a cut text, and the zero
-- character, are no text here: a sign stands for them, and the line has them as they were. Raises what a json that is
-- none raises.
CREATE FUNCTION ledger.repaired(lines bytea[]) RETURNS jsonb[]
LANGUAGE sql IMMUTABLE STRICT SET search_path = ledger, pg_temp
AS $$
  SELECT array_agg(regexp_replace(
    convert_from(substring(line FROM 77 FOR octet_length(line) - 77), 'UTF8'),
    '(?<!\\)((?:\\\\)*)\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\1\\ufffd', 'g'
  )::jsonb ORDER BY n) FROM unnest(lines) WITH ORDINALITY AS u (line, n)
$$;

-- The greatest of these records that the ledger has already; null where it has none. Within a branch: of its own and
-- of those that it goes on from. `within` null: wherever.
CREATE FUNCTION ledger.last_known(in_shop text, in_station text, within text, seqs bigint[], hashes text[])
RETURNS TABLE (seq bigint, branch text)
LANGUAGE sql STABLE SET search_path = ledger, pg_temp
AS $$
  WITH RECURSIVE lineage AS (
    SELECT b.branch, b.parent, b.fork_seq, b.seq AS upto
    FROM branches b WHERE b.shop = in_shop AND b.station = in_station AND (within IS NULL OR b.branch = within)
    UNION
    SELECT p.branch, p.parent, p.fork_seq, l.fork_seq
    FROM lineage l JOIN branches p ON p.shop = in_shop AND p.station = in_station AND p.branch = l.parent
    WHERE within IS NOT NULL
  )
  SELECT r.seq, r.branch
  FROM unnest(seqs, hashes) AS asked (seq, hash)
  JOIN records r ON r.shop = in_shop AND r.station = in_station AND r.seq = asked.seq AND r.hash = asked.hash
  JOIN lineage l ON l.branch = r.branch AND r.seq <= l.upto
  ORDER BY r.seq DESC LIMIT 1
$$;

-- Takes a batch of a station whose signature the caller has found right.
--   stored      the records after those that were there are there now
--   again       all of it was there
--   gap         what comes before it is not there
--   fork        its branch has gone on otherwise
--   frozen      the station goes on in a later branch
--   revoked     nothing new is taken of this key
--   unknown     the station, or this key of it, is not enrolled
--   malformed   its lines are not those of this station's journal, chained and without a gap
CREATE FUNCTION ledger.append(
  in_shop text, in_station text, in_branch text, in_key text, in_signature text, in_place bigint, in_payload bytea,
  OUT outcome text, OUT stored integer
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
DECLARE
  newest text;
  revoked timestamptz;
  head branches%ROWTYPE;
  lines bytea[];
  said jsonb[];
  seqs bigint[];
  hashes text[];
  before text;
  first bigint;
  last bigint;
  known bigint;
  elsewhere record;
  sound boolean;
BEGIN
  stored := 0;
  SELECT s.branch INTO newest FROM stations s WHERE s.shop = in_shop AND s.station = in_station FOR UPDATE;
  IF FOUND THEN
    SELECT k.revoked_at INTO revoked FROM station_keys k
    WHERE k.shop = in_shop AND k.station = in_station AND k.public_key = in_key;
  END IF;
  IF NOT FOUND THEN
    outcome := 'unknown';
    RETURN;
  END IF;

  outcome := 'malformed';
  lines := lines_in(in_payload);
  IF coalesce(cardinality(lines), 0) NOT BETWEEN 1 AND 400 OR epoch_of(in_branch, in_station) IS NULL THEN
    RETURN;
  END IF;
  BEGIN
    BEGIN
      SELECT array_agg(convert_from(substring(line FROM 77 FOR octet_length(line) - 77), 'UTF8')::jsonb ORDER BY n)
      INTO said FROM unnest(lines) WITH ORDINALITY AS u (line, n);
    EXCEPTION WHEN OTHERS THEN
      said := repaired(lines);
    END;
    SELECT array_agg((r ->> 'seq')::bigint ORDER BY n), array_agg(encode(substring(l FROM 33 FOR 43), 'escape') ORDER BY n)
    INTO seqs, hashes FROM unnest(said, lines) WITH ORDINALITY AS u (r, l, n);
    first := seqs[1];
    last := seqs[cardinality(seqs)];
    before := said[1] ->> 'prev';
    SELECT bool_and(
      r -> 'v' = '1' AND seqs[n] = first + n - 1 AND seqs[n] > 0
      AND r ->> 'prev' = CASE WHEN n = 1 THEN before ELSE hashes[n - 1] END
      AND (r ->> 'ts')::numeric BETWEEN 0 AND 253402300799999
      AND jsonb_typeof(r -> 'txn') = 'string' AND jsonb_typeof(r -> 'type') = 'string'
      AND epoch_of(r ->> 'j', in_station) <= epoch_of(in_branch, in_station)
    ) INTO sound FROM unnest(said) WITH ORDINALITY AS u (r, n);
  EXCEPTION WHEN OTHERS THEN
    -- Whatever it is that a forged line is made of: it is none of the journal's.
    RETURN;
  END;
  IF sound IS NOT TRUE OR (first = 1) <> (before = '') THEN
    RETURN;
  END IF;

  SELECT b.* INTO head FROM branches b WHERE b.shop = in_shop AND b.station = in_station AND b.branch = in_branch;
  IF newest = in_branch AND first = head.seq + 1 AND before = head.hash AND head.seq > head.fork_seq THEN
    -- It goes on from where its branch is: so it nearly always is.
    known := head.seq;
  ELSE
    IF head.branch IS NOT NULL THEN
      SELECT k.seq INTO known
      FROM last_known(in_shop, in_station, in_branch, first - 1 || seqs, before || hashes) k;
    END IF;
    IF first = 1 THEN
      known := coalesce(known, 0);
    END IF;
    IF known = last THEN
      outcome := 'again';
      RETURN;
    END IF;
    -- A branch without a record of its own yet begins where it parts from the others.
    IF head.branch IS NULL OR head.seq = head.fork_seq THEN
      SELECT k.seq, k.branch INTO elsewhere
      FROM last_known(in_shop, in_station, NULL, first - 1 || seqs, before || hashes) k;
      known := greatest(known, elsewhere.seq);
      IF known IS NOT NULL AND epoch_of(newest, in_station) > epoch_of(in_branch, in_station) THEN
        outcome := CASE WHEN known = last THEN 'again' ELSE 'frozen' END;
        RETURN;
      END IF;
      IF known IS NOT NULL AND revoked IS NULL AND known >= coalesce(head.seq, 0) THEN
        INSERT INTO branches AS b (shop, station, branch, parent, fork_seq, fork_hash, seq, hash)
        VALUES (
          in_shop, in_station, in_branch, elsewhere.branch, known,
          CASE WHEN known < first THEN before ELSE hashes[known - first + 1] END, known,
          CASE WHEN known < first THEN before ELSE hashes[known - first + 1] END
        )
        ON CONFLICT (shop, station, branch) DO UPDATE SET
          parent = excluded.parent, fork_seq = excluded.fork_seq, fork_hash = excluded.fork_hash,
          seq = excluded.seq, hash = excluded.hash
        RETURNING b.* INTO head;
        UPDATE stations s SET branch = in_branch WHERE s.shop = in_shop AND s.station = in_station;
        newest := in_branch;
      END IF;
    END IF;
    IF known IS NULL THEN
      outcome := CASE
        WHEN EXISTS (
          SELECT FROM records r WHERE r.shop = in_shop AND r.station = in_station AND r.seq = first - 1
          AND (head.branch IS NULL OR r.seq <= head.seq)
        ) THEN 'fork' ELSE 'gap' END;
      RETURN;
    END IF;
    IF known = last THEN
      outcome := 'again';
      RETURN;
    END IF;
    IF known < head.seq THEN
      outcome := 'fork';
      RETURN;
    END IF;
  END IF;
  IF revoked IS NOT NULL OR newest <> in_branch THEN
    outcome := CASE WHEN revoked IS NULL THEN 'frozen' ELSE 'revoked' END;
    RETURN;
  END IF;

  INSERT INTO records (shop, station, seq, branch, j, ts, type, txn, hash, prev, body, line)
  SELECT in_shop, in_station, seqs[n], in_branch, r ->> 'j', (r ->> 'ts')::numeric, r ->> 'type', r ->> 'txn',
    hashes[n], r ->> 'prev', r -> 'body', l
  FROM unnest(said, lines) WITH ORDINALITY AS u (r, l, n) WHERE seqs[n] > known;
  GET DIAGNOSTICS stored = ROW_COUNT;
  UPDATE branches b SET seq = last, hash = hashes[cardinality(hashes)]
  WHERE b.shop = in_shop AND b.station = in_station AND b.branch = in_branch;
  INSERT INTO batches (shop, station, branch, first, last, prev, hash, public_key, signature, place)
  VALUES (in_shop, in_station, in_branch, first, last, before, hashes[cardinality(hashes)], in_key, in_signature, in_place);
  PERFORM pg_notify('ledger', json_build_object('shop', in_shop, 'station', in_station, 'seq', last)::text);
  outcome := 'stored';
END
$$;

-- Counts what is no batch, or was kept.
CREATE FUNCTION ledger.meet(in_shop text, in_station text, in_why text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
  INSERT INTO met AS m (shop, station, why, times) VALUES (in_shop, in_station, in_why, 1)
  ON CONFLICT (shop, station, why) DO UPDATE SET times = m.times + 1
$$;

-- Keeps what was refused, once, however often the hub is read again. Of each kind a station has room for so many;
-- what is beyond is counted.
CREATE FUNCTION ledger.keep(
  in_shop text, in_station text, in_why text, in_place bigint, in_headers json, in_payload bytea
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
DECLARE
  kept_max CONSTANT integer := 1000;
  bytes_max CONSTANT integer := 327680;
  headers_max CONSTANT integer := 65536;
  kept integer;
BEGIN
  SELECT count(*) INTO kept FROM evidence e
  WHERE e.shop = in_shop AND e.station = in_station AND e.why = in_why;
  IF kept >= kept_max THEN
    PERFORM meet(in_shop, in_station, in_why);
    RETURN;
  END IF;
  INSERT INTO evidence (shop, station, why, place, headers, payload, bytes, sha256)
  VALUES (
    in_shop, in_station, in_why, in_place,
    CASE WHEN octet_length(in_headers::text) <= headers_max THEN in_headers ELSE '{}' END,
    CASE WHEN octet_length(in_payload) <= bytes_max THEN in_payload END, octet_length(in_payload),
    sha256(convert_to(in_headers::text, 'UTF8') || in_payload)
  )
  ON CONFLICT (shop, station, why, sha256) DO NOTHING;
  IF FOUND THEN
    PERFORM meet(in_shop, in_station, in_why);
  END IF;
END
$$;

-- Moves the place in the hub on, in the transaction that took what lies between; false where somebody else has moved
-- it meanwhile. Whoever asks it first holds it until its transaction ends.
CREATE FUNCTION ledger.move(from_place bigint, from_mark text, to_place bigint, to_mark text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
BEGIN
  UPDATE cursor c SET place = to_place, mark = to_mark, moved_at = now()
  WHERE c.place = from_place AND c.mark = from_mark;
  RETURN FOUND;
END
$$;

-- The hub is read from its beginning again: what is there already is nothing new, and junk is counted anew.
CREATE FUNCTION ledger.rescan() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = ledger, pg_temp
AS $$
  UPDATE cursor SET place = 0, mark = '', moved_at = now();
  DELETE FROM met WHERE why = 'junk'
$$;

-- A station, or another key of it; what it sent before that is read again. One that was revoked may come back.
CREATE FUNCTION ledger.enrol(in_shop text, in_station text, in_key text) RETURNS void
LANGUAGE sql SET search_path = ledger, pg_temp
AS $$
  INSERT INTO stations (shop, station) VALUES (in_shop, in_station) ON CONFLICT DO NOTHING;
  INSERT INTO station_keys (shop, station, public_key) VALUES (in_shop, in_station, in_key)
  ON CONFLICT (shop, station, public_key) DO UPDATE SET revoked_at = NULL;
  SELECT rescan()
$$;

-- Nothing new is taken of any key of the station; false where it has none that is good.
CREATE FUNCTION ledger.revoke(in_shop text, in_station text) RETURNS boolean
LANGUAGE plpgsql SET search_path = ledger, pg_temp
AS $$
BEGIN
  UPDATE station_keys k SET revoked_at = now()
  WHERE k.shop = in_shop AND k.station = in_station AND k.revoked_at IS NULL;
  RETURN FOUND;
END
$$;
