"""The report: gathers what was scored. It trains, reads and scores nothing."""
