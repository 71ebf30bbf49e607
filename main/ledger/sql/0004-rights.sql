-- Who may do what. Tables are nobody's but the owner's: the writer has the functions that append, the reader the views.
GRANT EXECUTE ON FUNCTION
  ledger.append(text, text, text, text, text, bigint, bytea),
  ledger.meet(text, text, text),
  ledger.keep(text, text, text, bigint, json, bytea),
  ledger.move(bigint, text, bigint, text),
  ledger.rescan()
TO ledger_writer;
GRANT SELECT ON ledger.enrolled, ledger.standing, ledger.encounters, ledger.place TO ledger_writer;

GRANT EXECUTE ON FUNCTION ledger.fen(jsonb), ledger.list(jsonb) TO ledger_reader;
GRANT SELECT ON
  ledger.sales, ledger.tenders, ledger.orders, ledger.returns, ledger.daily_totals, ledger.daily_tenders,
  ledger.lives, ledger.refused, ledger.enrolled, ledger.standing, ledger.encounters, ledger.place
TO ledger_reader;
