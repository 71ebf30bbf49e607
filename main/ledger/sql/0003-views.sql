-- What head office reads: docs/head-office.md says what each column means. A record's words are a station's own: what
-- is no sum of money there is none here, and never an error for who reads another station's.

-- A whole number of fen; null where it is none.
CREATE FUNCTION ledger.fen(said jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ledger, pg_temp
AS $$
  SELECT CASE WHEN jsonb_typeof(said) = 'number' THEN
    CASE WHEN said::numeric = trunc(said::numeric) AND abs(said::numeric) < 1e15 THEN said::numeric::bigint END
  END
$$;

-- Its elements; none where it is no list.
CREATE FUNCTION ledger.list(said jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = ledger, pg_temp
AS $$
  SELECT CASE WHEN jsonb_typeof(said) = 'array' THEN said ELSE '[]' END
$$;

CREATE VIEW ledger.sales AS
SELECT
  r.body -> 'event' ->> 'receipt' AS receipt, r.shop, r.station, r.branch, r.seq,
  to_timestamp(r.ts / 1000.0) AS paid_at,
  r.body -> 'event' ->> 'operator' AS operator,
  ledger.fen(r.body -> 'event' -> 'total') AS total,
  coalesce(ledger.fen(r.body -> 'event' -> 'rounded'), 0) AS rounded,
  ledger.fen(r.body -> 'event' -> 'given') AS given,
  ledger.fen(r.body -> 'event' -> 'change') AS change,
  ledger.list(r.body -> 'event' -> 'tenders') AS tenders
FROM ledger.records r WHERE r.type = 'sale-paid';

-- Cash is what the others left.
CREATE VIEW ledger.tenders AS
SELECT s.receipt, s.shop, s.station, s.paid_at, t.nth::integer AS nth, t.tender ->> 'method' AS method,
  t.tender ->> 'port' AS port, t.tender ->> 'attempt' AS attempt, t.tender ->> 'approval' AS approval,
  ledger.fen(t.tender -> 'amount') AS amount
FROM ledger.sales s CROSS JOIN LATERAL jsonb_array_elements(s.tenders) WITH ORDINALITY AS t (tender, nth)
UNION ALL
SELECT c.receipt, c.shop, c.station, c.paid_at, c.others + 1, 'cash', NULL, NULL, NULL, c.amount
FROM (
  SELECT s.receipt, s.shop, s.station, s.paid_at, jsonb_array_length(s.tenders) AS others,
    (s.total - coalesce((
      SELECT sum(ledger.fen(t -> 'amount')) FROM jsonb_array_elements(s.tenders) AS t
    ), 0))::bigint AS amount
  FROM ledger.sales s
) c WHERE c.amount <> 0 OR c.others = 0;

-- The orders for money, each with the last that was said of it.
CREATE VIEW ledger.orders AS
SELECT o.shop, o.station, o.seq, to_timestamp(o.ts / 1000.0) AS asked_at, o.receipt,
  o.addressed ->> 'port' AS port, o.addressed -> 'order' ->> 'kind' AS kind,
  o.addressed -> 'order' ->> 'attempt' AS attempt, ledger.fen(o.addressed -> 'order' -> 'amount') AS asked,
  told.event ->> 'is' AS said, told.event ->> 'as' AS decided, ledger.fen(told.event -> 'amount') AS approved,
  to_timestamp(told.ts / 1000.0) AS said_at
FROM (
  SELECT r.shop, r.station, r.seq, r.ts, NULL AS receipt, r.body -> 'event' AS addressed
  FROM ledger.records r WHERE r.type IN ('payment-asked', 'tender-voided', 'hold-asked', 'hold-released')
  UNION ALL
  SELECT r.shop, r.station, r.seq, r.ts, r.body -> 'event' ->> 'receipt', p -> 'sent'
  FROM ledger.records r CROSS JOIN LATERAL jsonb_array_elements(ledger.list(r.body -> 'event' -> 'parts')) AS p
  WHERE r.type IN ('sale-voided', 'sale-refunded') AND jsonb_typeof(p -> 'sent') = 'object'
) o
LEFT JOIN LATERAL (
  SELECT t.ts, t.body -> 'event' -> 'event' AS event FROM ledger.records t
  WHERE t.type = 'payment-told' AND t.shop = o.shop AND t.station = o.station
    AND t.body -> 'event' ->> 'attempt' = o.addressed -> 'order' ->> 'attempt'
  ORDER BY t.seq DESC, t.ts DESC LIMIT 1
) told ON true;

-- Who gave back what, and why; a tender of an open sale that was given back has no receipt.
CREATE VIEW ledger.returns AS
SELECT
  CASE r.type WHEN 'sale-voided' THEN 'void' WHEN 'sale-refunded' THEN 'refund' ELSE 'tender' END AS kind,
  r.body -> 'event' ->> 'receipt' AS receipt, r.shop, r.station, r.branch, r.seq,
  to_timestamp(r.ts / 1000.0) AS returned_at,
  r.body -> 'event' ->> 'asker' AS asker,
  r.body -> 'event' ->> 'manager' AS manager,
  r.body -> 'event' ->> 'reason' AS reason,
  coalesce(ledger.fen(r.body -> 'event' -> 'back'), ledger.fen(r.body -> 'event' -> 'order' -> 'amount')) AS amount,
  r.body -> 'event' -> 'selfApproval' = 'true' AS self_approval,
  coalesce(r.body -> 'event' -> 'offline' = 'true', false) AS without_code
FROM ledger.records r WHERE r.type IN ('sale-voided', 'sale-refunded', 'tender-voided');

-- A day of a station by head office's calendar. What went back counts on the day when it went back.
CREATE VIEW ledger.daily_totals AS
WITH zone AS (SELECT time_zone FROM ledger.office), movements AS (
  SELECT s.shop, s.station, (s.paid_at AT TIME ZONE (SELECT time_zone FROM zone))::date AS day, 1 AS sales,
    s.total, s.rounded, 0 AS voids, 0::bigint AS voided, 0 AS refunds, 0::bigint AS refunded
  FROM ledger.sales s
  UNION ALL
  SELECT b.shop, b.station, (b.returned_at AT TIME ZONE (SELECT time_zone FROM zone))::date, 0, 0, 0,
    (b.kind = 'void')::integer, CASE WHEN b.kind = 'void' THEN b.amount ELSE 0 END,
    (b.kind = 'refund')::integer, CASE WHEN b.kind = 'refund' THEN b.amount ELSE 0 END
  FROM ledger.returns b WHERE b.kind <> 'tender'
)
SELECT shop, station, day, sum(sales)::bigint AS sales, sum(total)::bigint AS total, sum(rounded)::bigint AS rounded,
  sum(voids)::bigint AS voids, sum(voided)::bigint AS voided,
  sum(refunds)::bigint AS refunds, sum(refunded)::bigint AS refunded,
  (sum(total) - sum(voided) - sum(refunded))::bigint AS net
FROM movements GROUP BY shop, station, day;

CREATE VIEW ledger.daily_tenders AS
SELECT t.shop, t.station, (t.paid_at AT TIME ZONE (SELECT time_zone FROM ledger.office))::date AS day, t.method,
  count(*) AS tenders, sum(t.amount)::bigint AS amount
FROM ledger.tenders t GROUP BY 1, 2, 3, 4;

-- A station's branches; the newest is the one that grows.
CREATE VIEW ledger.lives AS
SELECT b.shop, b.station, b.branch, b.parent, b.fork_seq, b.seq, b.hash, b.opened_at, b.branch = s.branch AS newest
FROM ledger.branches b JOIN ledger.stations s USING (shop, station);

CREATE VIEW ledger.refused AS
SELECT e.id, e.shop, e.station, e.why, e.place, e.kept_at, e.headers, e.bytes FROM ledger.evidence e;

-- What the projector and its monitoring ask for.
CREATE VIEW ledger.enrolled AS
SELECT k.shop, k.station, k.public_key, k.enrolled_at, k.revoked_at FROM ledger.station_keys k;

CREATE VIEW ledger.standing AS
SELECT s.shop, s.station, s.branch, b.seq, b.hash, r.ts,
  EXISTS (
    SELECT FROM ledger.station_keys k
    WHERE k.shop = s.shop AND k.station = s.station AND k.revoked_at IS NULL
  ) AS enrolled
FROM ledger.stations s
LEFT JOIN ledger.branches b USING (shop, station, branch)
LEFT JOIN LATERAL (
  SELECT r.ts FROM ledger.records r
  WHERE r.shop = s.shop AND r.station = s.station AND r.seq = b.seq AND r.hash = b.hash LIMIT 1
) r ON true;

CREATE VIEW ledger.encounters AS SELECT m.shop, m.station, m.why, m.times FROM ledger.met m;
CREATE VIEW ledger.place AS SELECT c.place, c.mark, c.moved_at FROM ledger.cursor c;
