"""`python -m rmsprop_lib.datasets` brings the real data."""

import sys

from rmsprop_lib.datasets.download import main

sys.exit(main())
