-- What head office has of its stations. Sums of money are whole fen, times of records milliseconds since 1970, UTC;
-- hashes are SHA-256 in base64url as the journal's lines name them.

-- One row a station: whoever appends locks it. Its newest branch; null until its first batch.
CREATE TABLE ledger.stations (
  shop text NOT NULL CHECK (shop ~ '^[A-Za-z0-9_-]{1,32}$'),
  station text NOT NULL CHECK (station ~ '^[0-9]{2,3}$'),
  branch text,
  PRIMARY KEY (shop, station)
);

-- The keys that a station signs with: base64 of the SubjectPublicKeyInfo, as its settings/identity.pub has it. What a
-- revoked one signed before stays; nothing new is taken of it.
CREATE TABLE ledger.station_keys (
  shop text NOT NULL,
  station text NOT NULL,
  public_key text NOT NULL CHECK (length(public_key) BETWEEN 40 AND 200),
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  PRIMARY KEY (shop, station, public_key),
  FOREIGN KEY (shop, station) REFERENCES ledger.stations
);

-- A station's lives: it begins one, and another after each restore. A branch goes on from record fork_seq of its
-- parent (0: from none), and its own records come after that. seq and hash are its last. Only the newest one grows.
CREATE TABLE ledger.branches (
  shop text NOT NULL,
  station text NOT NULL,
  branch text NOT NULL,
  parent text,
  fork_seq bigint NOT NULL CHECK (fork_seq >= 0),
  fork_hash text NOT NULL,
  seq bigint NOT NULL,
  hash text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop, station, branch),
  FOREIGN KEY (shop, station) REFERENCES ledger.stations,
  FOREIGN KEY (shop, station, parent) REFERENCES ledger.branches,
  CHECK (seq >= fork_seq AND (parent IS NULL) = (fork_seq = 0))
);

-- Each record once, in the branch where it came first. `line` is the journal's line, byte for byte; the other columns
-- are read out of it.
CREATE TABLE ledger.records (
  shop text NOT NULL,
  station text NOT NULL,
  seq bigint NOT NULL,
  branch text NOT NULL,
  j text NOT NULL,
  ts bigint NOT NULL,
  type text NOT NULL,
  txn text NOT NULL,
  hash text NOT NULL,
  prev text NOT NULL,
  body jsonb,
  line bytea NOT NULL,
  PRIMARY KEY (shop, station, seq, branch)
);

-- The batches that were taken, with their signatures: by them anybody who has the station's key can prove its records.
CREATE TABLE ledger.batches (
  shop text NOT NULL,
  station text NOT NULL,
  branch text NOT NULL,
  first bigint NOT NULL,
  last bigint NOT NULL,
  prev text NOT NULL,
  hash text NOT NULL,
  public_key text NOT NULL,
  signature text NOT NULL,
  -- Where it was in the hub.
  place bigint NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (shop, station, branch, last)
);

-- What was refused, as it was found in the hub. payload is null, and headers are empty, where they are longer than those
-- of any batch.
CREATE TABLE ledger.evidence (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  shop text NOT NULL,
  station text NOT NULL,
  why text NOT NULL,
  place bigint NOT NULL,
  kept_at timestamptz NOT NULL DEFAULT now(),
  headers json NOT NULL,
  payload bytea,
  bytes integer NOT NULL,
  sha256 bytea NOT NULL,
  UNIQUE (shop, station, why, sha256)
);

-- How many batches were refused, by why, and how much junk the hub has: what is no batch of its station at all.
CREATE TABLE ledger.met (
  shop text NOT NULL,
  station text NOT NULL,
  why text NOT NULL,
  times bigint NOT NULL,
  PRIMARY KEY (shop, station, why)
);

-- How far the hub has been read: one row, which changes with the records and never without them. `mark` is the SHA-256
-- of the message there: a hub that has another one in its place is not as it was.
CREATE TABLE ledger.cursor (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  place bigint NOT NULL,
  mark text NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO ledger.cursor (place, mark) VALUES (0, '');

-- Head office's own: the time zone that its days are counted in.
CREATE TABLE ledger.office (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  time_zone text NOT NULL
);
INSERT INTO ledger.office (time_zone) VALUES ('Asia/Shanghai');

-- What the views look for.
CREATE INDEX records_of_money ON ledger.records (shop, ts)
  WHERE type IN ('sale-paid', 'sale-voided', 'sale-refunded', 'tender-voided');
CREATE INDEX records_by_receipt ON ledger.records ((body -> 'event' ->> 'receipt'))
  WHERE type IN ('sale-paid', 'sale-voided', 'sale-refunded', 'tender-voided');
CREATE INDEX records_told ON ledger.records ((body -> 'event' ->> 'attempt'))
  WHERE type = 'payment-told';
