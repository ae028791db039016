"""The batch systems that leaders can use; one module each, which do not know each other."""
