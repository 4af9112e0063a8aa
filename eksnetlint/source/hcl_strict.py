"""Runs python-hcl2 on texts that may be hostile; a script of its own, without the package.

It reads ``{"path": [...], "seconds": 1.5, "texts": [...]}`` and answers each text with a line: null
where the text is HCL, else what stands where, what was expected, and what was still open. The first
text is the whole file: where that is HCL, no more is answered.
"""

import json
import os
import signal
import sys
import threading
from typing import Any


def main() -> None:
    task = json.load(sys.stdin)
    # The caller starts this isolated, so that nothing in the directory it runs in is imported.
    sys.path[:] = task["path"]
    _limit_memory(1 << 30)
    import hcl2
    import lark

    read = getattr(hcl2, "parses_to_tree", hcl2.loads)
    # Where python-hcl2 cannot keep its grammar it takes two seconds to make it, whatever the text.
    read("a = 1\n")
    _stop_after(max(task["seconds"], 0.1))
    for place, text in enumerate(task["texts"]):
        answer = None
        try:
            read(text)
        except lark.UnexpectedToken as refusal:
            answer = _describe(refusal, len(text))
        except lark.UnexpectedCharacters as refusal:
            found = text[refusal.pos_in_stream :][:40]
            answer = {"at": refusal.pos_in_stream, "type": "STRING_CHARS", "found": found}
        except lark.exceptions.LarkError:
            answer = {"at": len(text), "type": "$END", "found": ""}
        print(json.dumps(answer), flush=True)
        if answer is None and place == 0:
            return


def _describe(refusal: Any, size: int) -> dict[str, object]:
    token = refusal.token
    is_end = token.type == "$END"
    state = getattr(refusal.interactive_parser, "parser_state", None)
    stack = list(getattr(state, "value_stack", []))
    openings = [item for item in stack if getattr(item, "type", None) in _OPENING]
    return {
        "at": size if is_end else token.start_pos,
        "type": token.type,
        "found": str(token)[:40],
        "expected": sorted(refusal.expected),
        "open": [openings[-1].type, openings[-1].start_pos] if openings else None,
        "after": getattr(stack[-1], "type", None) if stack else None,
    }


_OPENING = ("LBRACE", "LPAR", "LSQB", "DBLQUOTE", "INTERP_START")


def _stop_after(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        # Unlike a thread, the default action does not wait for a regular expression to end.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return
    timer = threading.Timer(seconds, os._exit, [1])
    timer.daemon = True
    timer.start()


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main()
