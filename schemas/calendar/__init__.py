"""The calendar as data: which days are off or worked against their weekday, year by year, and by which act."""
