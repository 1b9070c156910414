"""`python -m abm.command` is the `surge` command."""

from abm.command import main

main()
