"""The contract as an AsyncAPI 3 document: topics, who may use them, and every message with its examples."""
