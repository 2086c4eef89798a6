"""How llama.cpp cuts texts: llama_tokens.py FILE.gguf TEXTS.json prints a list of lists of ids, without special tokens."""
import json
import sys
import urllib.request

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.n_ctx = 64
parameters.n_parallel = 1
parameters.warmup = False
parameters.verbosity = 0
server = xllamacpp.Server(parameters)


def cut(text):
    body = json.dumps({"content": text, "add_special": False, "parse_special": False}).encode()
    request = urllib.request.Request(server.listening_address + "/tokenize", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["tokens"]


with open(sys.argv[2], encoding="utf-8") as texts:
    print(json.dumps([cut(text) for text in json.load(texts)]))
