"""What is said: the words, the law as data, every message and who is who. Values only; no Kafka, no database, no clock."""
