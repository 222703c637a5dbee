"""The ledger: a DuckDB file with one writer, computed from captures, extractions and the journal."""
