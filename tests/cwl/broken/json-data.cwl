{
  "name": "a package",
  "version": "1.0.0",
  "dependencies": {"left": "^1.0"}
}
