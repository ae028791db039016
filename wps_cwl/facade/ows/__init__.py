"""What both versions of WPS share: the XML parser, KVP, values and the elements of OWS Common."""
