"""The Python interface, ``synthdigits.load(…)``: arrays in, arrays out, checked at the border."""
