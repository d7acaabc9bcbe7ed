"""Draws a long paper from standard input, in a process with limited memory and time.

Run as a script, alone: the arguments are the layout, the folder of the fonts, the moment (seconds
since 1970) and the standards, joined by commas. Writes the PDF; whatever else happens, death
included, the web server goes on and says that the paper could not be drawn.
"""

import resource
import sys
from pathlib import Path

import typst

MEMORY = 4 * 1024**3  # bytes of address space; 2,000 full rows take about a quarter of it
SECONDS = 120  # of all cores together; whoever started this waits less


def main() -> int:
    """Write the PDF of the paper that was given."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    layout, fonts, moment, standards = sys.argv[1:]
    own = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts])
    compiler = typst.Compiler(layout, root=str(Path(layout).parent), font_paths=own)
    try:
        drawn = compiler.compile(
            format="pdf",
            sys_inputs={"paper": sys.stdin.buffer.read().decode()},
            pdf_standards=standards.split(","),  # type: ignore[arg-type]  # their names, as text
            timestamp=int(moment),
        )
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        return 1
    assert isinstance(drawn, bytes)
    sys.stdout.buffer.write(drawn)
    return 0


if __name__ == "__main__":
    sys.exit(main())
