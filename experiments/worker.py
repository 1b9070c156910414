"""A worker of `LocalProcesses`: reads batches from standard input, answers on standard output, and ends when nobody is there."""

from __future__ import annotations

import importlib
import os
import pickle
import sys


def main(name: str) -> None:
    """Answer batches with the function called `module:name` until standard input closes."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints must not be taken for an answer
    module, function = name.split(":")
    work = getattr(importlib.import_module(module), function)
    while True:
        try:
            batch = pickle.load(asked)
        except EOFError:
            return
        try:
            answer = work(batch)
        except Exception as error:
            answer = error
        try:
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:
            os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
