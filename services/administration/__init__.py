"""What an administrator does to the ledger, and by whose word. Pure, but for the ledger by its port."""
