"""Opens a PDF from standard input in a process of its own, with little memory and time.

A small PDF may unpack to gigabytes: whatever happens to this process, the web server goes on.
Run as a script, alone, without the application. Ends with 0 for a good file, 3 for one with a
password; anything else, death included, means that the file is not to be taken.
"""

import io
import resource
import sys

import pikepdf

MEMORY = 400 * 1024 * 1024  # bytes of address space; the libraries alone take about half
SECONDS = 5

GOOD, LOCKED, BAD = 0, 3, 4


def main() -> int:
    """Return how the file is."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
            return GOOD if "/Root" in pdf.trailer and len(pdf.pages) else BAD
    except pikepdf.PasswordError:
        return LOCKED


if __name__ == "__main__":
    sys.exit(main())
