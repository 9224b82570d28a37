"""Sets for other projects, each a folder: formats, documents, checks. Nothing is trained here."""
