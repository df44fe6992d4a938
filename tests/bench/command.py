"""`python -m tests.bench.command WORD…`: run a command, and tell in JSON its seconds and the most memory of a process, in MB.

It imports next to nothing, because a process begins with the memory of who starts it.
"""

import json
import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    started = time.perf_counter()
    done = subprocess.run(sys.argv[1:], check=False, capture_output=True)
    seconds = time.perf_counter() - started
    if done.returncode:
        sys.stderr.buffer.write(done.stderr)
        sys.exit(done.returncode)
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024]))
