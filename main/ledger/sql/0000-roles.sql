-- Run at each migration, by whoever may make roles; it changes nothing that is there. Nobody signs in as one of these:
-- head office makes users of its own and gives them one of them.
--   ledger_owner   owns what is in the schema, enrols stations, moves the form of the ledger on
--   ledger_writer  appends and keeps the place in the hub, by functions alone: it can change no row
--   ledger_reader  reads the views
DO $$
DECLARE
  role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['ledger_owner', 'ledger_writer', 'ledger_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
  IF NOT pg_has_role(current_user, 'ledger_owner', 'MEMBER') THEN
    EXECUTE format('GRANT ledger_owner TO %I', current_user);
  END IF;
END
$$;

CREATE SCHEMA IF NOT EXISTS ledger AUTHORIZATION ledger_owner;
REVOKE ALL ON SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO ledger_writer, ledger_reader;
SET LOCAL ROLE ledger_owner;
-- A function is everybody's to call unless that is taken back.
ALTER DEFAULT PRIVILEGES FOR ROLE ledger_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

CREATE TABLE IF NOT EXISTS ledger.migrations (
  version integer PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
