"""Topics, rights, users and quotas: read from the brokers, compared with what the directory and the permission table want, and applied."""
