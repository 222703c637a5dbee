"""Full-text search beside the editions, in SQLite: DuckDB's own is an extension that has to be fetched."""
