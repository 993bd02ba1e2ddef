"""The law as data: duties, facts, roles and documents, by family, in YAML under law/."""
