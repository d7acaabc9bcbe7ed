"""What somebody takes away as a file: asked for, made by the worker, kept for some days."""
