"""The contract as one page of HTML that loads nothing: it is read offline, searched and printed."""
