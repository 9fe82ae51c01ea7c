"""Put a fault into functions that are loaded already."""

import types

_RUN_AS_FUNCTION = 0x1  # inspect.CO_OPTIMIZED: neither a module nor the body of a class


class OnImportError(Exception):
    """What differs is run when the module is loaded, and cannot be put in later."""


def swap(path, original, mutated, functions):
    """Give the functions of a file the code of the mutated one."""
    for before, after in differences(
        compile(original, path, "exec"), compile(mutated, path, "exec")
    ):
        found = [each for each in functions if _place(each.__code__) == _place(before)]
        if not found or len(before.co_freevars) != len(after.co_freevars):
            raise OnImportError
        for function in found:
            function.__code__ = after


def differences(before, after):
    """Pairs of functions, each the outermost that differs."""
    if _alike(before, after):
        return
    if before.co_flags & _RUN_AS_FUNCTION:
        yield before, after
        return
    inner = _inner(before), _inner(after)
    if _itself(before) != _itself(after) or len(inner[0]) != len(inner[1]):
        raise OnImportError
    for one, other in zip(*inner, strict=True):
        yield from differences(one, other)


def _place(code):
    return code.co_filename, code.co_qualname, code.co_firstlineno, code.co_code


def _inner(code):
    return [each for each in code.co_consts if isinstance(each, types.CodeType)]


def _itself(code):
    """What runs, wherever its lines are."""
    constants = [repr(each) for each in code.co_consts if not isinstance(each, types.CodeType)]
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_qualname
    return code.co_code, constants, names, code.co_exceptiontable


def _alike(one, other):
    inner = _inner(one), _inner(other)
    return (
        _itself(one) == _itself(other)
        and len(inner[0]) == len(inner[1])
        and all(map(_alike, *inner))
    )
