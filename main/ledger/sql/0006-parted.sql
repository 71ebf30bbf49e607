-- Where a station's branches part, and what each has alone: both lives of a disk that was copied, put back or restored.

-- The branches that go on from another. `alone`: its own records after they part · `parent_alone`: those of the parent ·
-- `refused`: its batches that are kept as evidence, since they did not go on from what was there.
CREATE VIEW ledger.parted AS
SELECT b.shop, b.station, b.branch, b.parent, b.fork_seq, b.fork_hash, b.seq - b.fork_seq AS alone,
  coalesce(p.seq - b.fork_seq, 0) AS parent_alone,
  (
    SELECT count(*) FROM ledger.evidence e
    WHERE e.shop = b.shop AND e.station = b.station AND e.why IN ('fork', 'frozen')
    AND e.headers ->> 'J-Branch' = b.branch
  ) AS refused,
  b.branch = s.branch AS newest
FROM ledger.branches b
JOIN ledger.stations s USING (shop, station)
LEFT JOIN ledger.branches p ON p.shop = b.shop AND p.station = b.station AND p.branch = b.parent;

GRANT SELECT ON ledger.parted TO ledger_reader, ledger_writer;
