"""Who is who: agencies, dated, and how the holder of a role is found."""
