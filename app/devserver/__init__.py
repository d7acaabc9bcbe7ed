"""The development server: `python -m app.devserver`, behind `make run`."""
