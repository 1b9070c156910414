"""What every command does with bad input."""


def one_line(answer):
    """Bad input: exit 2, nothing on standard output, one plain line on standard error, which is given back."""
    code, out, err = answer
    assert (code, out) == (2, ""), err
    assert err.count("\n") == 1
    assert err.startswith("surge: ")
    assert "Traceback" not in err
    return err
