"""Many draws in blocks: the same seed gives the same bits for any number of workers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

BLOCK = 4096

Block = TypeVar("Block")


def in_blocks(
    draw: Callable[[int, np.random.SeedSequence], Block],
    number: int,
    seed: int,
    workers: int,
    progress: Callable[[int], object] | None = None,
    drawn: int = 0,
) -> list[Block]:
    """What `draw` gives for each block, in order, so that the blocks make up `number` in all.

    Each block has its own seed, spawned from the one given.  `progress` is told the size of each
    block that is done.  The first `drawn`, in whole blocks, are there already and left out.
    """
    sizes = [min(BLOCK, number - at) for at in range(drawn, number, BLOCK)]
    first = drawn // BLOCK
    seeds = np.random.SeedSequence(seed).spawn(first + len(sizes))[first:]
    blocks = []
    with ThreadPoolExecutor(workers) as pool:
        for size, block in zip(sizes, pool.map(draw, sizes, seeds), strict=True):
            blocks.append(block)
            if progress:
                progress(size)
    return blocks
