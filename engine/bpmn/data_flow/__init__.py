"""Which variables each element of a process finds, of which types, and whether they may be null: before any case runs."""
