"""What lies beside the digits: manifest, card, croissant.json, licence, preview."""
