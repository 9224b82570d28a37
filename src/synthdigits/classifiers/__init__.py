"""Networks that read digits, and reading with them. How they are trained is in classification/."""
