"""Greedy tokens of llama.cpp: llama_greedy.py FILE.gguf COUNT ID... prints ids, then their log-probabilities."""
import sys

import xllamacpp

path, count, prompt = sys.argv[1], int(sys.argv[2]), [int(token) for token in sys.argv[3:]]
parameters = xllamacpp.CommonParams()
parameters.model.path = path
parameters.n_ctx = 512
parameters.n_parallel = 1
parameters.warmup = False
parameters.verbosity = 0
parameters.cpuparams.n_threads = 2
parameters.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
# keys and values as they are computed, not rounded to float16
parameters.cache_type_k = parameters.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
server = xllamacpp.Server(parameters)
answer = server.handle_completions({
    "prompt": prompt, "n_predict": count, "temperature": 0.0, "samplers": ["top_k"], "top_k": 1, "logprobs": 1,
    "cache_prompt": False,
})
if "choices" not in answer:
    sys.exit(str(answer))
made = answer["choices"][0]["logprobs"]["content"]
print(*[token["id"] for token in made])
print(*[token["logprob"] for token in made])
