"""A WordPiece vocabulary in a GGUF file, as llama.cpp's conversion marks it, and what Hugging Face's tokenizers make of some texts.

Usage: make_wordpiece.py TEXT OUT (made with tokenizers 0.23, gguf 0.19, on the bundled sample's training text): trains on TEXT and
writes OUT/wordpiece.gguf (metadata alone) and OUT/wordpiece.json.
"""
import json
import os
import sys

import gguf
from tokenizers import BertWordPieceTokenizer

TEXTS = ["the model of the sea", "  two spaces,  and\ttabs\nand lines\n\n", "Ünïcödé CAFÉ ☃ 日本語", "a", "", "(12+7)=19!", "word" * 40,
         "it's we'll don't", "un\u00e9tonnement"]

tokenizer = BertWordPieceTokenizer(lowercase=True)
tokenizer.train([sys.argv[1]], vocab_size=600, min_frequency=1, show_progress=False)
vocabulary = sorted(tokenizer.get_vocab(with_added_tokens=True).items(), key=lambda entry: entry[1])
special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}


def marked(token):
    if token in special:
        return token
    return token[2:] if token.startswith("##") else "\u2581" + token


file = gguf.GGUFWriter(os.path.join(sys.argv[2], "wordpiece.gguf"), "bert")
file.add_tokenizer_model("bert")
file.add_token_list([marked(token) for token, _ in vocabulary])
file.add_token_types([gguf.TokenType.CONTROL if token in special else gguf.TokenType.NORMAL for token, _ in vocabulary])
file.add_unk_token_id(tokenizer.token_to_id("[UNK]"))
file.write_header_to_file()
file.write_kv_data_to_file()
file.write_tensors_to_file()
file.close()
cases = [{"text": text, "ids": tokenizer.encode(text, add_special_tokens=False).ids} for text in TEXTS]
with open(os.path.join(sys.argv[2], "wordpiece.json"), "w") as out:
    json.dump(cases, out, indent=1)
    out.write("\n")
