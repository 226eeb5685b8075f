"""Where state is kept: the ports (`ports`), and their implementation on SQL."""
