"""The documents beside the digits: manifest, card, croissant.json, licence, preview, refusal."""
