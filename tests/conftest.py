"""Let tests import what they share: `strategies`, `small_episode`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
