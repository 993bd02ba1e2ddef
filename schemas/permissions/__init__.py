"""Who may do what on the wire and in the ledger: one table, from which topics, rights, users and quotas follow."""
