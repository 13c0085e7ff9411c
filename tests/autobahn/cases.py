"""Autobahn's report as one line a case: the hub with its limit on a message, and without."""

from __future__ import print_function

import json
import sys

AGENTS = ["hub", "without limit"]


def table(report):
    with open(report) as file:
        agents = json.load(file)
    cases = sorted(agents[AGENTS[0]], key=lambda case: [int(part) for part in case.split(".")])
    for case in cases:
        of = [agents[agent][case] for agent in AGENTS]
        yield "%-8s %-26s %s" % (case, said(of[0]), said(of[1]))


def said(one):
    # How a message that is too long ends for its sender depends on how much of it was sent by then.
    if one["behavior"] == "FAILED":
        return "failed"
    return ("%s, close %s" % (one["behavior"], one["behaviorClose"])).lower()


def main(report, golden, write):
    found = ["# case   as the hub is              without its limit of 4 KiB"] + list(table(report))
    if write:
        with open(golden, "w") as file:
            file.write("\n".join(found) + "\n")
    with open(golden) as file:
        known = file.read().splitlines()
    for line in known:
        if line not in found:
            print("was: " + line)
    for line in found:
        if line not in known:
            print("is:  " + line)
    well = len([line for line in found if line.endswith("ok, close ok")])
    print("%d cases, %d of them well without the limit" % (len(found) - 1, well))
    return 0 if found == known else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "--golden" in sys.argv))
