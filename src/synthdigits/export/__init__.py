"""Sets in the formats that other projects read, one file each. Equal digits give equal bytes."""
