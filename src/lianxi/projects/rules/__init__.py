"""Pure decisions over projects: code, risk class, gaps and whose they are, what a sheet says, which names are one."""
