"""Applications of the Orfeo ToolBox -> CWL documents. Pure: what is installed is read by `wps_cwl.otb`."""
