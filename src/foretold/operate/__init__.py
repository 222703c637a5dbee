"""What an operator does beside the nights: put them on a schedule, look for faults, save and restore the data."""
