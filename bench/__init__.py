"""How fast Plantão is on this machine: each figure beside its floor, in one run. `make bench`; the results are in bench/results.md."""
