"""The decomposition of one model in Python, for the comparison in the README: torch hooks, thin SVD, scikit-learn's FastICA.

    python python_route.py MODEL TEXT.txt [--components 128] [--texts 40] [--layers 3,15,27] [--quick]

MODEL is a Hugging Face folder or a .gguf file. Prints one JSON object: seconds of the capture (all layers), mean seconds a layer
of z-score, SVD and FastICA over the layers that were chosen, and what that makes for all layers. --quick takes the Gram matrix
and numpy's eigh instead of scipy's thin SVD. Needs torch, transformers, accelerate, gguf, scikit-learn, scipy.
"""

import argparse
import json
import pathlib
import time
import warnings

import numpy as np
import scipy.linalg
import torch
from sklearn.decomposition import FastICA
from transformers import AutoModelForCausalLM, AutoTokenizer

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("model", type=pathlib.Path)
parser.add_argument("text", type=pathlib.Path)
parser.add_argument("--components", type=int, default=128)
parser.add_argument("--texts", type=int, default=40)
parser.add_argument("--layers", default="")
parser.add_argument("--quick", action="store_true")
args = parser.parse_args()
warnings.filterwarnings("ignore")

is_gguf = args.model.suffix == ".gguf"
where = args.model.parent if is_gguf else args.model
extra = {"gguf_file": args.model.name} if is_gguf else {}
tokenizer = AutoTokenizer.from_pretrained(where, **extra)
model = AutoModelForCausalLM.from_pretrained(where, dtype=torch.float32, **extra).eval()
blocks = model.model.layers
chosen = [int(n) for n in args.layers.split(",") if n] or list(range(len(blocks)))

long_lines = (line.strip() for line in args.text.read_text(encoding="utf-8").split("\n"))
ids = [tokenizer(line)["input_ids"][:1024] for line in long_lines if len(line) > 200][: args.texts]

kept: dict[tuple[int, str], list[torch.Tensor]] = {}


def record(layer: int, signal: str):
    def hook(_module, _inputs, output):
        kept.setdefault((layer, signal), []).append(output[0].detach())

    return hook


for index, block in enumerate(blocks):
    block.mlp.act_fn.register_forward_hook(record(index, "activation"))
    block.mlp.up_proj.register_forward_hook(record(index, "up"))

clock = time.perf_counter
begin = clock()
with torch.no_grad():
    for sequence in ids:
        model(torch.tensor([sequence]), use_cache=False)
capture = clock() - begin

seconds = {"zscore": [], "svd": [], "ica": []}
iterations = []
for layer in chosen:
    begin = clock()
    signals = torch.cat([torch.cat(kept.pop((layer, s))) for s in ("activation", "up")], 1).double()
    deviation = signals.std(0)
    deviation[deviation < 1e-6] = 1
    z = ((signals - signals.mean(0)) / deviation).float().numpy()
    seconds["zscore"].append(clock() - begin)

    begin = clock()
    if args.quick:
        values, vectors = np.linalg.eigh(z.T @ z)
        left = vectors[:, ::-1][:, : args.components]
    else:
        left = scipy.linalg.svd(z.T, full_matrices=False)[0][:, : args.components]
    seconds["svd"].append(clock() - begin)

    begin = clock()
    ica = FastICA(args.components, fun="cube", whiten="unit-variance", whiten_solver="svd", max_iter=300, tol=1e-4, random_state=0)
    ica.fit_transform(left.astype(np.float64))
    seconds["ica"].append(clock() - begin)
    iterations.append(ica.n_iter_)

mean = {name: float(np.mean(values)) for name, values in seconds.items()}
print(
    json.dumps(
        {
            "tokens": sum(map(len, ids)),
            "threads": torch.get_num_threads(),
            "capture": capture,
            "perLayer": mean,
            "iterations": iterations,
            "allLayers": capture + sum(mean.values()) * len(blocks),
        }
    )
)
