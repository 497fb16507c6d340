"""The commands of `glossub`, a module each."""
