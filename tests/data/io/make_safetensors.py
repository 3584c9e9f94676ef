# SPDX-License-Identifier: GPL-3.0-or-later
# Makes python.safetensors with the reference writer (pip install torch safetensors).
from pathlib import Path

import torch
from safetensors.torch import save_file

save_file(
    {
        "f32": torch.arange(6, dtype=torch.float32).view(2, 3) / 4,
        "bf16": torch.tensor([1.0, -0.5]).to(torch.bfloat16),
        "f16": torch.tensor([0.25]).to(torch.float16),
        "i64": torch.tensor([-5, 1]),
        "bool": torch.tensor([True, False, True]),
        "u8": torch.tensor([0, 255, 7], dtype=torch.uint8),
        "scalar": torch.tensor(3.25, dtype=torch.float64),
    },
    Path(__file__).parent / "python.safetensors",
    metadata={"made_by": "tests/data/io/make_safetensors.py"},
)
