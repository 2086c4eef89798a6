"""Logits with neurons scaled and shifted: transformers_gates.py FOLDER GATES.safetensors OUT.safetensors ID...

GATES holds factor.L and shift.L (neurons of layer L); the input of that layer's down projection becomes input * factor + shift.
"""
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

folder, gates, out = sys.argv[1:4]
ids = torch.tensor([[int(token) for token in sys.argv[4:]]])
gates = load_file(gates)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
found = 0
for name, module in model.named_modules():
    parts = name.split('.')
    if parts[-1] in ('down_proj', 'c_proj') and 'mlp' in parts:
        layer = next(part for part in parts if part.isdigit())
        if 'factor.' + layer in gates:
            found += 1
            module.register_forward_pre_hook(
                lambda _, inputs, layer=layer: (inputs[0] * gates['factor.' + layer] + gates['shift.' + layer],))
if 2 * found != len(gates):
    sys.exit(f'{found} layers have gates, not {len(gates) // 2}')
with torch.no_grad():
    save_file({'logits': model(ids).logits[0].contiguous()}, out)
