"""Loads folders and continues prompts: transformers_loads.py OUT COUNT ID,ID,... FOLDER...

Writes OUT/NAME.safetensors (logits of the prompt, float32; the greedy ids), prints a line for each folder: its name, the class,
and the text of the greedy ids as JSON.
"""
import json
import os
import sys

import torch
import transformers
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer

out, count, prompt = sys.argv[1], int(sys.argv[2]), [int(token) for token in sys.argv[3].split(",")]
transformers.utils.logging.set_verbosity_error()
torch.manual_seed(0)
dtype = "dtype" if int(transformers.__version__.split(".")[0]) >= 5 else "torch_dtype"
for folder in sys.argv[4:]:
    model, info = AutoModelForCausalLM.from_pretrained(
        folder, trust_remote_code=True, output_loading_info=True, **{dtype: torch.float32})
    for what in ["missing_keys", "unexpected_keys", "mismatched_keys"]:
        assert not info[what], (folder, what, info[what])
    model.eval()
    ids = torch.tensor([prompt])
    with torch.no_grad():
        logits = model(ids).logits[0].contiguous()
    # no end of text: as many tokens as are asked for
    model.generation_config.eos_token_id = None
    made = model.generate(
        ids, attention_mask=torch.ones_like(ids), do_sample=False,
        max_new_tokens=min(count, getattr(model.config, 'max_position_embeddings', 2048) - len(prompt)), pad_token_id=0)[0, len(prompt):]
    save_file({"logits": logits, "made": made.float()}, os.path.join(out, os.path.basename(folder) + ".safetensors"))
    try:
        text = AutoTokenizer.from_pretrained(folder, trust_remote_code=True).decode(made.tolist(), clean_up_tokenization_spaces=False)
    except Exception as e:
        text = f"no tokenizer: {e}"
    print(os.path.basename(folder), type(model).__name__, json.dumps(text))
