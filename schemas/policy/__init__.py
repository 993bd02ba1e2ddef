"""What we aim at where the law gives no number. Nothing here is law, and every value says so."""
