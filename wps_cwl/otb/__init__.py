"""The Orfeo ToolBox that is installed here: which applications it has, and what they say of themselves."""
