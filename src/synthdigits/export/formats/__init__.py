"""One file a format, each writes and reads. What they say of a set is in documents/."""
